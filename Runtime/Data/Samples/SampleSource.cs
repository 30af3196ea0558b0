using System.Runtime.CompilerServices;

namespace NeuralGpu;

/// <summary>Rows of features, targets and, where there are any, weights, in binary64: read from the first row on, in blocks, as often as a solver asks. The rows need not fit in memory.</summary>
public abstract class SampleSource
{
    /// <summary>Names of the features, in the order of the columns.</summary>
    public abstract IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Names of the targets, in the order of the columns; none where features alone were asked for.</summary>
    public abstract IReadOnlyList<string> TargetNames { get; }

    /// <summary>Whether each row has a weight.</summary>
    public abstract bool HasWeights { get; }

    /// <summary>What messages call it: a file's name, or "the data".</summary>
    public abstract string Name { get; }

    /// <summary>The number of rows, where it is known without reading them all.</summary>
    public abstract long? Rows { get; }

    /// <summary>Begins at the first row. Several readers may be open at once.</summary>
    public abstract SampleReader Open();

    /// <summary>Rows in memory (the arrays are not copied).</summary>
    /// <param name="inputs">[rows × features], row-major.</param>
    /// <param name="features">Columns of <paramref name="inputs"/>, at least 1.</param>
    /// <param name="targets">[rows × outputs], row-major.</param>
    /// <param name="outputs">Columns of <paramref name="targets"/>, at least 1.</param>
    /// <param name="weights">[rows]; null: 1 each.</param>
    /// <param name="featureNames">Null: "feature 0" and so on.</param>
    /// <param name="targetNames">Null: "target 0" and so on; "target" for a single one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit each other.</exception>
    public static SampleSource FromArrays(double[] inputs, int features, double[] targets, int outputs = 1, double[]? weights = null, IReadOnlyList<string>? featureNames = null, IReadOnlyList<string>? targetNames = null)
        => new ArraySamples(inputs, features, targets, outputs, weights, featureNames, targetNames);

    /// <summary>Rows of a CSV file (RFC 4180, UTF-8, comma separated, decimal points), read as they are asked for: the file may be larger than the memory.</summary>
    /// <remarks>Columns have the names in the first row; if that is a row of numbers, and not of the names given here, they are called c0, c1, … Only the columns that are used need be numbers.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="targets">Columns by name or, where no column has that name, by index from 0; at least one.</param>
    /// <param name="features">Columns likewise; null: all others.</param>
    /// <param name="weights">Column likewise; null: there are no weights.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is empty, a column name is missing or there twice, a column is not there or has two uses, or there is no feature. Rows are checked when they are read.</exception>
    /// <exception cref="ArgumentException">There are no targets.</exception>
    public static SampleSource FromCsv(string path, IReadOnlyList<string> targets, IReadOnlyList<string>? features = null, string? weights = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireSome(targets);
        return new CsvSamples(new CsvSource(path, () => InputFile.Open(path)), targets, features, weights);
    }

    /// <summary>Rows of a NumPy array file (.npy, version 1 to 3) with a matrix of binary64 or binary32 numbers, read as they are asked for: the file may be larger than the memory.</summary>
    /// <param name="path">The file. Its columns are called x0, x1, …</param>
    /// <param name="targets">Columns by name or by index from 0; null: the last one.</param>
    /// <param name="features">Columns likewise; null: all others.</param>
    /// <param name="weights">Column likewise; null: there are no weights.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not such an array, or is longer or shorter than its header says; a column is not there or has two uses, or there is no feature.</exception>
    /// <exception cref="ArgumentException"><paramref name="targets"/> is empty.</exception>
    public static SampleSource FromNpy(string path, IReadOnlyList<string>? targets = null, IReadOnlyList<string>? features = null, string? weights = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (targets is not null)
            RequireSome(targets);
        return new NpySamples(path, targets, features, weights);
    }

    /// <summary>Rows of a CSV file without targets, to predict from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">Columns by name or, where no column has that name, by index from 0; at least one.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">As for <see cref="FromCsv"/>.</exception>
    /// <exception cref="ArgumentException">There are no features.</exception>
    public static SampleSource FeaturesOfCsv(string path, IReadOnlyList<string> features)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireSome(features);
        return new CsvSamples(new CsvSource(path, () => InputFile.Open(path)), [], features, weight: null);
    }

    /// <summary>Rows of a NumPy array file without targets, to predict from.</summary>
    /// <param name="path">The file. Its columns are called x0, x1, …</param>
    /// <param name="features">Columns by name or by index from 0; at least one.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">As for <see cref="FromNpy"/>.</exception>
    /// <exception cref="ArgumentException">There are no features.</exception>
    public static SampleSource FeaturesOfNpy(string path, IReadOnlyList<string> features)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireSome(features);
        return new NpySamples(path, [], features, weight: null);
    }

    private static void RequireSome(IReadOnlyList<string> columns, [CallerArgumentExpression(nameof(columns))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(columns, name);
        if (columns.Count == 0)
            throw new ArgumentException("At least one column is needed.", name);
    }
}
