namespace NeuralGpu;

/// <summary>Rows of features, targets and, where there are any, weights, in binary64: read from the first row on, in blocks, as often as a solver asks. The rows need not fit in memory.</summary>
public abstract class SampleSource
{
    /// <summary>Names of the features, in the order of the columns.</summary>
    public abstract IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Names of the targets, in the order of the columns; at least one.</summary>
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
}
