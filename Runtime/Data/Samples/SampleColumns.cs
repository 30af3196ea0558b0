namespace NeuralGpu;

/// <summary>Which columns of a table are features, which are targets, and which one holds the weights.</summary>
/// <param name="Features">Indices of columns, at least one.</param>
/// <param name="Targets">Indices of columns, at least one.</param>
/// <param name="Weight">Index of a column; −1: there are no weights.</param>
internal sealed record SampleColumns(int[] Features, int[] Targets, int Weight)
{
    private const string Target = "target";
    private const string Feature = "feature";

    /// <summary>Finds the columns by name or, where no column has that name, by index.</summary>
    /// <param name="source">What messages call the table.</param>
    /// <param name="columns">What there is.</param>
    /// <param name="targets">At least one.</param>
    /// <param name="features">Null: all columns that are neither targets nor weights.</param>
    /// <param name="weight">Null: none.</param>
    /// <exception cref="DataFormatException">A column is not there or has two uses, or there is no feature.</exception>
    public static SampleColumns Choose(string source, CsvColumns columns, IReadOnlyList<string> targets, IReadOnlyList<string>? features, string? weight)
    {
        var uses = new string?[columns.Names.Length];
        int[] targetColumns = [.. targets.Select(name => Take(name, Target))];
        int weightColumn = weight is null ? -1 : Take(weight, "weight");
        int[] featureColumns = features is null
            ? [.. Enumerable.Range(0, uses.Length).Where(column => uses[column] is null)]
            : [.. features.Select(name => Take(name, Feature))];
        if (featureColumns.Length == 0)
            throw new DataFormatException($"{source}: found no column for a feature besides {Quoted.List([.. targetColumns.Append(weightColumn).Where(column => column >= 0).Select(column => columns.Names[column])])}, expected at least one; add a column{SeparatorHint(columns)}.");
        return new(featureColumns, targetColumns, weightColumn);

        int Take(string name, string use)
        {
            int column = columns.Find(name);
            if (column < 0)
                throw new DataFormatException($"{source}: found no column {Quoted.Text(name)} for the {use}, expected one of {Quoted.List(columns.Names)} or an index from 0 to {uses.Length - 1}; name one of these.");
            if (uses[column] is { } already)
                throw new DataFormatException(already == use
                    ? $"{source}: found the column {Quoted.Text(columns.Names[column])} twice among the {use}s, expected each once; name it once."
                    : $"{source}: found the column {Quoted.Text(columns.Names[column])} as the {already} and as the {use}, expected one use; leave it out of one of the two.");
            uses[column] = use;
            return column;
        }
    }

    private static string SeparatorHint(CsvColumns columns) => columns.Names.Length == 1 ? CsvTable.SeparatorHint(columns.Names[0]) : "";
}
