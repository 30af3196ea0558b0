using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>A linear model's coefficients for people: a row for each feature, a column for each class.</summary>
internal static class CoefficientTable
{
    private const int MostRows = 40;
    private const int MostColumns = 8;

    public static void Write(Messages messages, IReadOnlyList<CoefficientDocument> coefficients)
    {
        string?[] classes = [.. coefficients.Select(coefficient => coefficient.Class).Distinct()];
        int rows = coefficients.Count / classes.Length;
        if (rows > MostRows || classes.Length > MostColumns)
        {
            messages.Writer.WriteLine($"{coefficients.Count} coefficients, too many to show here; --json lists them.");
            return;
        }
        Table table = Tables.WithColumns([.. classes.Select(name => name ?? "coefficient").Prepend("feature")]);
        for (int row = 0; row < rows; row++)
        {
            int of = row;
            table.AddPlainRow([coefficients[row].Name, .. classes.Select((_, column) => coefficients[(column * rows) + of].Value.ToString("G6", CultureInfo.InvariantCulture))]);
        }
        messages.Console.Write(table);
    }
}
