using System.Runtime.InteropServices;

namespace NeuralGpu;

/// <summary>Reads tables from CSV files (RFC 4180, UTF-8, comma separated, decimal points).</summary>
/// <remarks>
/// The first row is the header unless every cell of it is a number, or every cell but the target's is and the target's text comes back as a label below;
/// then the columns are called c0, c1, … Blank lines are skipped, and blanks around cells are dropped. Features must be finite binary32 numbers.
/// </remarks>
public static class CsvData
{
    /// <summary>Reads features and a target.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The target column's name or, if no column has that name, its zero-based index; null: the last column.</param>
    /// <param name="task">Null: classify if the target is text or at most 20 distinct whole numbers, or if <paramref name="classes"/> are given; else regress.</param>
    /// <param name="classes">The classes of a trained model, to evaluate it: every label must be one of them, and class indices refer to them.</param>
    /// <param name="features">The feature columns of a trained model, to evaluate it: exactly these are read, in this order, and other columns are left out. Without a header the columns are taken in the file's order.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is empty, has one column or no data rows; rows differ in width; a column name is missing or there twice; the target or a feature is not there; a feature cell is empty, text, or not finite; a label is empty, not finite or not known; text and numbers are mixed in a target whose task is not given; or there is only one class.</exception>
    /// <exception cref="ArgumentException"><paramref name="classes"/> are given for regression.</exception>
    public static LabeledData Read(string path, string? target = null, LearningTask? task = null, IReadOnlyList<string>? classes = null, IReadOnlyList<string>? features = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return CsvTable.Read(new CsvSource(path, () => InputFile.Open(path)), target, task, classes, features);
    }

    /// <summary>Reads the features that a trained model predicts from.</summary>
    /// <remarks>With a header the columns may be in any order, and columns that are not features (such as the target) are left out. Without one, the file has exactly the features, in the model's order.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="featureNames">The model's features, at least one.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is empty or has no data rows; rows differ in width; a feature is not there, or there twice; or a feature cell is empty, text, or not finite.</exception>
    /// <exception cref="ArgumentException"><paramref name="featureNames"/> is empty.</exception>
    public static FeatureTable ReadFeatures(string path, IReadOnlyList<string> featureNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(featureNames);
        if (featureNames.Count == 0)
            throw new ArgumentException("At least one feature is needed.", nameof(featureNames));
        using var rows = new CsvRows(new CsvSource(path, () => InputFile.Open(path)));
        string[] first = rows.ReadFirst();
        bool isHeader = featureNames.All(first.Contains) || !first.All(CsvNumber.IsNumber);
        CsvColumns columns = isHeader ? CsvColumns.Named(first, path, rows.Line) : CsvColumns.Numbered(first.Length);
        int[] chosen = isHeader ? columns.Require(featureNames, path) : InOrder(path, first.Length, featureNames.Count);
        string[] names = isHeader ? columns.Names : [.. featureNames];

        var values = new List<float>();
        int count = 0;
        for (bool more = !isHeader || rows.Read(); more; more = rows.Read(), count++)
            CsvTable.AppendFeatures(values, rows, chosen, names, path);
        if (count == 0)
            throw new DataFormatException($"{path}: found a header but no data rows, expected at least one row after line {rows.Line}.");
        return new FeatureTable(CollectionsMarshal.AsSpan(values).ToArray(), featureNames.Count, count);
    }

    private static int[] InOrder(string path, int found, int expected)
    {
        if (found == expected + 1)
            throw new DataFormatException($"{path}: found {found} columns and no header line, expected the model's {expected} features; which of the columns is the target cannot be told. Name the columns in a header line, or remove the target.");
        if (found != expected)
            throw new DataFormatException($"{path}: found {found} columns and no header line, expected the model's {expected} features in their order; name the columns in a header line, or remove those that are not features.");
        return [.. Enumerable.Range(0, expected)];
    }
}
