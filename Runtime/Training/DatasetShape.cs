namespace NeuralGpu;

/// <summary>What of a <see cref="Dataset"/> counts for the memory of a fit, beside the widths, which are the network's.</summary>
public sealed record DatasetShape
{
    /// <summary>Makes a shape.</summary>
    /// <param name="samples">Rows, at least 1.</param>
    /// <param name="isWeighted">Whether the samples have weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample.</exception>
    public DatasetShape(int samples, bool isWeighted = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        Samples = samples;
        IsWeighted = isWeighted;
    }

    /// <summary>Rows.</summary>
    public int Samples { get; }

    /// <summary>Whether the samples have weights.</summary>
    public bool IsWeighted { get; }

    /// <summary>The shape of a data set.</summary>
    internal static DatasetShape Of(Dataset data) => new(data.Count, data.SampleWeights is not null);
}
