namespace NeuralGpu;

/// <summary>Samples as a trainer sees them: a matrix of inputs and a matrix of targets, one sample a row.</summary>
public sealed class Dataset
{
    /// <summary>Wraps the arrays (they are not copied).</summary>
    /// <param name="inputs">[samples × features], row-major.</param>
    /// <param name="features">Columns of <paramref name="inputs"/>, at least 1.</param>
    /// <param name="targets">[samples × outputs], row-major: one-hot rows for classes, values for regression.</param>
    /// <param name="outputs">Columns of <paramref name="targets"/>, at least 1.</param>
    /// <param name="sampleWeights">[samples], how much each sample's loss counts in the training objective C = 1/n Σ wᵢℓᵢ; finite, none negative, not all zero. Null: 1 each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    /// <exception cref="ArgumentException">A length is not a multiple of its width, the two differ in rows, or a weight is unfit.</exception>
    public Dataset(float[] inputs, int features, float[] targets, int outputs, float[]? sampleWeights = null)
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
        if (sampleWeights is not null)
            RequireWeights(sampleWeights, inputs.Length / features);
        Inputs = inputs;
        Features = features;
        Targets = targets;
        Outputs = outputs;
        SampleWeights = sampleWeights;
    }

    /// <summary>[samples × features], row-major.</summary>
    public float[] Inputs { get; }

    /// <summary>[samples × outputs], row-major.</summary>
    public float[] Targets { get; }

    /// <summary>[samples], weights of the samples in the training objective; null: 1 each. Evaluations do not look at them.</summary>
    public float[]? SampleWeights { get; }

    /// <summary>Columns of <see cref="Inputs"/>.</summary>
    public int Features { get; }

    /// <summary>Columns of <see cref="Targets"/>.</summary>
    public int Outputs { get; }

    /// <summary>Number of samples (rows).</summary>
    public int Count => Inputs.Length / Features;

    private static void RequireWeights(float[] weights, int samples)
    {
        if (weights.Length != samples)
            throw new ArgumentException($"There are {weights.Length} sample weights for {samples} samples; give one for each, or null for equal weights.", nameof(weights));
        for (int i = 0; i < weights.Length; i++)
        {
            if (!float.IsFinite(weights[i]) || weights[i] < 0)
                throw new ArgumentException($"The weight of sample {i} is {weights[i]}; a sample weight must be a finite number that is not negative.", nameof(weights));
        }
        if (samples > 0 && Array.TrueForAll(weights, weight => weight == 0))
            throw new ArgumentException("All sample weights are zero, so there is nothing to learn from; give at least one sample a positive weight.", nameof(weights));
    }
}
