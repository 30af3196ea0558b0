using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Tables of plain text cells.</summary>
internal static class Tables
{
    public static Table WithColumns(params IReadOnlyList<string> headers)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string header in headers)
            table.AddColumn(new TableColumn(new Text(header)));
        return table;
    }

    /// <summary>Adds a row whose cells are shown as they are: names may hold brackets, which Spectre.Console would read as markup.</summary>
    public static void AddPlainRow(this Table table, params IReadOnlyList<string> cells)
        => table.AddRow(cells.Select(cell => new Text(cell)));
}
