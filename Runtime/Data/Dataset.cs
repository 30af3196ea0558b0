namespace NeuralGpu;

/// <summary>Samples as a trainer sees them: a matrix of inputs and a matrix of targets, one sample a row.</summary>
public sealed class Dataset
{
    /// <summary>Wraps the arrays (they are not copied).</summary>
    /// <param name="inputs">[samples × features], row-major.</param>
    /// <param name="features">Columns of <paramref name="inputs"/>, at least 1.</param>
    /// <param name="targets">[samples × outputs], row-major: one-hot rows for classes, values for regression.</param>
    /// <param name="outputs">Columns of <paramref name="targets"/>, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    /// <exception cref="ArgumentException">A length is not a multiple of its width, or the two differ in rows.</exception>
    public Dataset(float[] inputs, int features, float[] targets, int outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (inputs.Length % features != 0)
            throw new ArgumentException($"{inputs.Length} input values are not a whole number of rows of {features} features.", nameof(inputs));
        if (targets.Length % outputs != 0)
            throw new ArgumentException($"{targets.Length} target values are not a whole number of rows of {outputs} outputs.", nameof(targets));
        if (inputs.Length / features != targets.Length / outputs)
            throw new ArgumentException($"There are {inputs.Length / features} rows of inputs but {targets.Length / outputs} rows of targets; each sample needs both.", nameof(targets));
        Inputs = inputs;
        Features = features;
        Targets = targets;
        Outputs = outputs;
    }

    /// <summary>[samples × features], row-major.</summary>
    public float[] Inputs { get; }

    /// <summary>[samples × outputs], row-major.</summary>
    public float[] Targets { get; }

    /// <summary>Columns of <see cref="Inputs"/>.</summary>
    public int Features { get; }

    /// <summary>Columns of <see cref="Targets"/>.</summary>
    public int Outputs { get; }

    /// <summary>Number of samples (rows).</summary>
    public int Count => Inputs.Length / Features;
}
