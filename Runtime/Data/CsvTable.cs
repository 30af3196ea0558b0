using System.Runtime.InteropServices;

namespace NeuralGpu;

/// <summary>Reads a labelled table from CSV text: finds the header and the columns, then streams the rows.</summary>
internal static class CsvTable
{
    /// <summary>Reads a whole table; see <see cref="CsvData.Read"/>.</summary>
    public static LabeledData Read(CsvSource source, string? target, LearningTask? task, IReadOnlyList<string>? classes, IReadOnlyList<string>? features)
    {
        if (classes is not null && task == LearningTask.Regress)
            throw new ArgumentException("Known classes were given, but the task is regression, which has none; leave one of the two out.", nameof(classes));
        using var rows = new CsvRows(source);
        string[] first = rows.ReadFirst();
        if (first.Length < 2)
            throw new DataFormatException($"{source.Name}, line {rows.Line}: found only one column, expected at least one feature and a target separated by commas{SeparatorHint(first[0])}.");

        CsvColumns columns = FindColumns(source, rows, first, target, classes, features);
        int targetColumn = target is null ? first.Length - 1 : columns.Find(target);
        if (targetColumn < 0)
            throw new DataFormatException($"{source.Name}: found no column {Quoted.Text(target!)} for the target, expected one of {Quoted.List(columns.Names)} or an index from 0 to {first.Length - 1}; name one of these.");
        int[] featureColumns = FindFeatures(source, columns, targetColumn, features);
        string[] featureNames = features is null ? [.. featureColumns.Select(i => columns.Names[i])] : [.. features];

        var values = new List<float>();
        var targets = new CsvTarget(source.Name, columns.Names[targetColumn]);
        int count = 0;
        for (bool more = !columns.HasHeader || rows.Read(); more; more = rows.Read(), count++)
        {
            AppendFeatures(values, rows, featureColumns, columns.Names, source.Name);
            targets.Add(rows.Text(targetColumn), rows.Line);
        }
        if (count == 0)
            throw new DataFormatException($"{source.Name}: found a header but no data rows, expected at least one row after line {rows.Line}.");

        float[] table = CollectionsMarshal.AsSpan(values).ToArray(); // [rows x features]
        string targetName = columns.Names[targetColumn];
        if (classes is not null)
            return LabeledData.ForClassification(table, featureNames, targetName, [.. classes], targets.ToKnownClasses(classes));
        if ((task ?? targets.InferTask()) == LearningTask.Regress)
            return LabeledData.ForRegression(table, featureNames, targetName, targets.ToValues());
        (string[] found, int[] indices) = targets.ToClasses();
        return LabeledData.ForClassification(table, featureNames, targetName, found, indices);
    }

    /// <summary>Appends the chosen cells of a row as numbers.</summary>
    public static void AppendFeatures(List<float> values, CsvRows rows, int[] columns, string[] names, string source)
    {
        if (values.Count > Array.MaxLength - columns.Length)
            throw new DataFormatException($"{source}, line {rows.Line}: found more than {Array.MaxLength} numbers up to here, expected at most that many, which is what fits in memory; split the file.");
        foreach (int column in columns)
            values.Add(CsvNumber.Parse(rows.Cell(column), source, rows.Line, names[column]));
    }

    /// <summary>A guess at the separator when a file turns out to have one column.</summary>
    public static string SeparatorHint(string cell) => cell switch
    {
        _ when cell.Contains(';', StringComparison.Ordinal) => "; the line has semicolons: save the file with commas, and with decimal points",
        _ when cell.Contains('\t', StringComparison.Ordinal) => "; the line has tabs: save the file with commas",
        _ => "",
    };

    // A row of numbers is data, unless it spells the names that the caller knows the columns by.
    private static CsvColumns FindColumns(CsvSource source, CsvRows rows, string[] first, string? target, IReadOnlyList<string>? classes, IReadOnlyList<string>? features)
    {
        bool namesFeatures = features is not null && features.All(first.Contains);
        if (!namesFeatures)
        {
            CsvColumns numbered = CsvColumns.Numbered(first.Length);
            if (first.All(CsvNumber.IsNumber))
                return numbered;
            bool namesTarget = target is not null && first.Contains(target, StringComparer.Ordinal);
            int targetColumn = target is null ? first.Length - 1 : numbered.Find(target);
            if (!namesTarget && targetColumn >= 0 && IsLabelledRow(source, first, targetColumn, classes))
                return numbered;
        }
        return CsvColumns.Named(first, source.Name, rows.Line);
    }

    // Numbers and then one text may be a header such as "400,410,class" or a row of data such as "5.1,3.5,setosa":
    // it is data if that text comes back as a label further down.
    private static bool IsLabelledRow(CsvSource source, string[] first, int targetColumn, IReadOnlyList<string>? classes)
    {
        string label = first[targetColumn];
        if (label.Length == 0 || CsvNumber.IsNumber(label) || first.Where((cell, i) => i != targetColumn && !CsvNumber.IsNumber(cell)).Any())
            return false;
        if (classes is not null)
            return classes.Contains(label, StringComparer.Ordinal);
        using var rows = new CsvRows(source);
        rows.Read();
        while (rows.Read())
        {
            if (rows.Text(targetColumn) == label)
                return true;
        }
        return false;
    }

    private static int[] FindFeatures(CsvSource source, CsvColumns columns, int targetColumn, IReadOnlyList<string>? features)
    {
        int[] others = [.. Enumerable.Range(0, columns.Names.Length).Where(i => i != targetColumn)];
        if (features is null)
            return others;
        if (!columns.HasHeader)
        {
            if (others.Length != features.Count)
                throw new DataFormatException($"{source.Name}: found {columns.Names.Length} columns and no header line, expected {features.Count + 1}: the model's {features.Count} features and the target. Remove the other columns, or name the columns in a header line.");
            return others;
        }
        int[] chosen = columns.Require(features, source.Name);
        if (chosen.Contains(targetColumn))
            throw new DataFormatException($"{source.Name}: found {Quoted.Text(columns.Names[targetColumn])} as the target, but the model takes it as a feature; expected another column. Name the target column.");
        return chosen;
    }
}
