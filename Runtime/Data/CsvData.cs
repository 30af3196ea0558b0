using System.Globalization;
using System.Runtime.InteropServices;

namespace NeuralGpu;

/// <summary>Reads samples from comma-separated text: a row a sample, numbers in every feature column, one column of targets.</summary>
/// <remarks>
/// Text is UTF-8 with or without a byte order mark; cells may be quoted; blank lines are skipped.
/// When every cell of the first row is a number there is no header, and the columns are named c0, c1, ….
/// Numbers are written with a point whatever the machine's language, and must be finite in binary32.
/// </remarks>
public static class CsvData
{
    /// <summary>Reads features and targets.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The target column's name, or else its zero-based position; null: the last column.</param>
    /// <param name="task">What the target means; null: classes when it holds text or at most 20 different whole numbers, else numbers.</param>
    /// <param name="classes">The classes a label may be, in the order of a classifier's outputs; null: those found, sorted.</param>
    /// <param name="features">The feature columns to take, by name and in this order; null: every column but the target.</param>
    /// <exception cref="ArgumentException">Classes are given for a regression, twice the same, or fewer than one.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is empty or has no rows or only one column; column names repeat; the target or a feature is missing; a row is ragged; a cell is empty, not a number or not finite; a label is not among the classes.</exception>
    public static LabeledData Read(string path, string? target = null, LearningTask? task = null, IReadOnlyList<string>? classes = null, IReadOnlyList<string>? features = null)
    {
        RequireClasses(task, classes);
        using CsvRows rows = CsvRows.Open(path);
        return Read(rows, target, task, classes, features);
    }

    /// <summary>Reads features and targets from opened text.</summary>
    internal static LabeledData Read(CsvRows rows, string? target, LearningTask? task, IReadOnlyList<string>? classes, IReadOnlyList<string>? features)
    {
        int targetColumn = TargetColumn(rows, target);
        string[] names = features is null ? [.. rows.Columns.Where((_, i) => i != targetColumn)] : [.. features];
        if (names.Length == 0)
            throw new DataFormatException($"{rows.Path}: found only the column '{rows.Columns[0]}', expected at least one feature column and a target column; separate columns by commas.");
        int[] columns = ColumnsNamed(rows, names);
        var values = new List<float>();
        var labels = new CsvTarget(rows.Path, rows.Columns[targetColumn]);
        while (rows.Read())
        {
            AddFeatures(values, rows, columns);
            labels.Add(rows.Text(targetColumn), rows.Line);
        }
        RequireRows(rows.Path, values);
        return labels.Label([.. values], names, task, classes);
    }

    /// <summary>Reads features only, as a prediction needs them.</summary>
    /// <param name="path">The file; with a header its columns may be in any order and others are ignored, without one it has exactly the columns asked for, in order.</param>
    /// <param name="featureNames">The feature columns, at least one.</param>
    /// <exception cref="ArgumentException">No feature is asked for.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is empty or has no rows; column names repeat; columns are missing; a row is ragged; a cell is empty, not a number or not finite.</exception>
    public static FeatureTable ReadFeatures(string path, IReadOnlyList<string> featureNames)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        if (featureNames.Count == 0)
            throw new ArgumentException("At least one feature must be asked for.", nameof(featureNames));
        using CsvRows rows = CsvRows.Open(path);
        if (!rows.HasHeader && rows.Columns.Length != featureNames.Count)
            throw new DataFormatException($"{path}: found {rows.Columns.Length} columns and no header, expected exactly {featureNames.Count} columns ({Listed(featureNames)}); remove the others, or add a header line so that columns are found by name.");
        int[] columns = rows.HasHeader ? ColumnsNamed(rows, featureNames) : [.. Enumerable.Range(0, featureNames.Count)];
        var values = new List<float>();
        while (rows.Read())
            AddFeatures(values, rows, columns);
        RequireRows(path, values);
        return new FeatureTable([.. values], columns.Length, values.Count / columns.Length);
    }

    private static void AddFeatures(List<float> values, CsvRows rows, int[] columns)
    {
        int start = values.Count;
        CollectionsMarshal.SetCount(values, start + columns.Length);
        Span<float> row = CollectionsMarshal.AsSpan(values)[start..];
        for (int i = 0; i < columns.Length; i++)
            row[i] = rows.Number(columns[i]);
    }

    private static int TargetColumn(CsvRows rows, string? target)
    {
        if (target is null)
            return rows.Columns.Length - 1;
        int column = Array.IndexOf(rows.Columns, target);
        if (column >= 0)
            return column;
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out column) && column < rows.Columns.Length)
            return column;
        throw new DataFormatException($"{rows.Path}: found no target column '{target}', expected one of {Listed(rows.Columns)}, or a position from 0 to {rows.Columns.Length - 1}.");
    }

    private static int[] ColumnsNamed(CsvRows rows, IReadOnlyList<string> names)
    {
        string[] missing = [.. names.Where(name => !rows.Columns.Contains(name, StringComparer.Ordinal))];
        if (missing.Length > 0)
            throw new DataFormatException($"{rows.Path}: the feature columns {Listed(missing)} are missing; found {Listed(rows.Columns)}{(rows.HasHeader ? "" : " (the first row is all numbers, so there is no header)")}; rename or add them.");
        return [.. names.Select(name => Array.IndexOf(rows.Columns, name))];
    }

    private static void RequireRows(string path, List<float> values)
    {
        if (values.Count == 0)
            throw new DataFormatException($"{path}: found a header but no rows of data, expected at least one row.");
    }

    private static void RequireClasses(LearningTask? task, IReadOnlyList<string>? classes)
    {
        if (classes is null)
            return;
        if (task == LearningTask.Regress)
            throw new ArgumentException("Classes are only for classification, but the task is regress.", nameof(classes));
        if (classes.Count == 0 || classes.Distinct(StringComparer.Ordinal).Count() != classes.Count)
            throw new ArgumentException("The classes must be at least one, each once.", nameof(classes));
    }

    /// <summary>Names for a message: all of them up to ten, else the first ten and how many more.</summary>
    private static string Listed(IReadOnlyList<string> names)
    {
        const int Most = 10;
        string shown = string.Join(", ", names.Take(Most).Select(name => $"'{name}'"));
        return names.Count <= Most ? shown : $"{shown} and {names.Count - Most} more";
    }
}
