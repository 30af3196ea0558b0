namespace NeuralGpu;

/// <summary>How a network is trained by mini-batch SGD. Book, (2.1)–(2.3).</summary>
public sealed record TrainingOptions
{
    /// <summary>What is minimised.</summary>
    public Loss Loss { get; init; } = Loss.CrossEntropy;

    /// <summary>C, the learning rate's constant; positive and finite.</summary>
    public float LearningRate { get; init; } = 0.1f;

    /// <summary>How ηₜ follows from C and t.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>b, samples an update; at least 1. A batch larger than the data set is the whole data set.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Passes over the data; at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>How batches are drawn.</summary>
    public Sampling Sampling { get; init; } = Sampling.WithoutReplacement;

    /// <summary>Seed of every random choice of the fit.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Stop when an update moves the parameters by less than this Euclidean distance, ‖W⁽ᵗ⁺¹⁾ − W⁽ᵗ⁾‖ &lt; tolerance; 0: never. Looking at the distance costs one synchronisation an update.</summary>
    public float Tolerance { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the range that its property states.</exception>
    public void Validate()
    {
        if (!float.IsFinite(LearningRate) || LearningRate <= 0)
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive, finite number.");
        if (BatchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(BatchSize), BatchSize, "A batch needs at least 1 sample.");
        if (Epochs < 1)
            throw new ArgumentOutOfRangeException(nameof(Epochs), Epochs, "Training needs at least 1 epoch.");
        if (!float.IsFinite(Tolerance) || Tolerance < 0)
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must be 0 (never stop early) or a positive, finite distance.");
    }
}
