namespace NeuralGpu.Kernels;

/// <summary>Samples in a device's memory: inputs, targets and, where they do not all count alike, weights; a row each.</summary>
public readonly struct Samples
{
    /// <summary>Samples of one weight.</summary>
    /// <param name="inputs">[samples × features].</param>
    /// <param name="targets">[samples × outputs].</param>
    /// <exception cref="ArgumentException">There are not as many rows of targets as of inputs.</exception>
    public Samples(MatrixView inputs, MatrixView targets)
    {
        if (inputs.Rows != targets.Rows)
            throw new ArgumentException($"Every sample needs inputs and targets, but there are {inputs.Rows} rows of inputs and {targets.Rows} of targets.", nameof(targets));
        Count = inputs.Rows;
        Inputs = inputs.Data;
        Features = inputs.Columns;
        Targets = targets.Data;
        Outputs = targets.Columns;
    }

    /// <summary>Samples with weights.</summary>
    /// <param name="inputs">[samples × features].</param>
    /// <param name="targets">[samples × outputs].</param>
    /// <param name="weights">[samples].</param>
    /// <exception cref="ArgumentException">There are not as many rows of targets as of inputs, or fewer weights.</exception>
    public Samples(MatrixView inputs, MatrixView targets, FloatView weights)
        : this(inputs, targets)
    {
        if (weights.Length < Count)
            throw new ArgumentException($"Every one of {Count} samples needs a weight, but there are {weights.Length}.", nameof(weights));
        Weights = weights;
        WeightColumns = 1;
    }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Width of the inputs.</summary>
    public int Features { get; }

    /// <summary>Width of the targets.</summary>
    public int Outputs { get; }

    /// <summary>Width of the weights: 1, or 0 where there are none.</summary>
    public int WeightColumns { get; }

    internal FloatView Inputs { get; }

    internal FloatView Targets { get; }

    internal FloatView Weights { get; }

    /// <summary>All numbers of a sample.</summary>
    internal int Width => Features + Outputs + WeightColumns;
}
