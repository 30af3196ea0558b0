namespace NeuralGpu;

/// <summary>How a <see cref="Perceptron"/> learns. Book, section 3.1.</summary>
public sealed record PerceptronOptions
{
    /// <summary>η of w ← w + ηyx, b ← b + ηy; positive and finite. The book writes η(y − ŷ), which is 2ηy for a misclassified sample, so this η is twice the book's. From a zero start it scales w and b and changes no decision (but for rounding).</summary>
    public float LearningRate { get; init; } = 1f;

    /// <summary>The most passes over the data; at least 1. On data that a hyperplane does not separate the rule never stops by itself.</summary>
    public int Epochs { get; init; } = 1000;

    /// <summary>Whether <see cref="PerceptronResult.Trajectory"/> lists every update: 12 bytes of host memory each, which on data that is not separable may be as many as epochs · samples · outputs.</summary>
    public bool RecordsTrajectory { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the range that its property states.</exception>
    public void Validate()
    {
        if (!float.IsFinite(LearningRate) || LearningRate <= 0)
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive, finite number.");
        if (Epochs < 1)
            throw new ArgumentOutOfRangeException(nameof(Epochs), Epochs, "Training needs at least 1 epoch.");
    }
}
