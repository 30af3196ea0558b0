namespace NeuralGpu;

/// <summary>How a network is trained by gradient descent on all samples, one or a mini-batch at a time. Book, (2.1)–(2.3).</summary>
public sealed record TrainingOptions
{
    /// <summary>A <see cref="BatchSize"/> that takes all samples at once: gradient descent, book, (2.1).</summary>
    public const int FullBatch = int.MaxValue;

    /// <summary>What is minimised, with the penalties below.</summary>
    public Loss Loss { get; init; } = Loss.CrossEntropy;

    /// <summary>How a gradient becomes an update.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd();

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

    /// <summary>Stop when an update moves the parameters by less than this Euclidean distance, ‖W⁽ᵗ⁺¹⁾ − W⁽ᵗ⁾‖ &lt; tolerance; 0: never. A batch whose samples all have weight 0 moves nothing and so stops the fit. Looking at the distance costs one synchronisation an update. Book, section 2.2.1.</summary>
    public float Tolerance { get; init; }

    /// <summary>Stop when an epoch's mean loss differs from the epoch's before by less than this; 0: never.</summary>
    public float LossTolerance { get; init; }

    /// <summary>Stop after so many updates in all, also within an epoch; null: only <see cref="Epochs"/> counts.</summary>
    public long? MaxUpdates { get; init; }

    /// <summary>λ₂ of the penalty λ₂/2·‖W‖², whose gradient is λ₂W; finite, not negative. Book, (1.9). Reported losses do not include penalties.</summary>
    public float L2 { get; init; }

    /// <summary>λ₁ of the penalty λ₁·‖W‖₁, with subgradient 0 at 0; finite, not negative.</summary>
    public float L1 { get; init; }

    /// <summary>Whether penalties and weight decay shrink biases too; the book's ridge regression does, networks by custom do not.</summary>
    public bool PenalizeBiases { get; init; }

    /// <summary>Whether biases are learnt; if not they stay as they are: a linear model without an intercept starts with 0.</summary>
    public bool TrainBiases { get; init; } = true;

    /// <summary>p, the probability with which each output of a hidden layer is left out of an update; at least 0, below 1. The others are multiplied by 1/(1 − p). Srivastava et al. 2014.</summary>
    public float Dropout { get; init; }

    /// <summary>The largest Euclidean norm of the whole gradient (mean over the batch, penalties included); a longer one is scaled down to it. 0: no limit. Pascanu et al. 2013.</summary>
    public float ClipNorm { get; init; }

    /// <summary>When to stop because a metric no longer improves; null: never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the range that its property states.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Schedule);
        if (!Enum.IsDefined(Loss))
            throw new ArgumentOutOfRangeException(nameof(Loss), Loss, "There is no such loss.");
        if (!Enum.IsDefined(Sampling))
            throw new ArgumentOutOfRangeException(nameof(Sampling), Sampling, "There is no such sampling.");
        if (!float.IsFinite(LearningRate) || LearningRate <= 0)
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive, finite number.");
        if (BatchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(BatchSize), BatchSize, "A batch needs at least 1 sample.");
        if (Epochs < 1)
            throw new ArgumentOutOfRangeException(nameof(Epochs), Epochs, "Training needs at least 1 epoch.");
        if (MaxUpdates < 1)
            throw new ArgumentOutOfRangeException(nameof(MaxUpdates), MaxUpdates, "Training needs at least 1 update; leave it null for no limit but the epochs.");
        RequireNotNegative(Tolerance, nameof(Tolerance), "The tolerance must be 0 (never stop early) or a positive, finite distance.");
        RequireNotNegative(LossTolerance, nameof(LossTolerance), "The loss tolerance must be 0 (never stop early) or a positive, finite difference.");
        RequireNotNegative(L2, nameof(L2), "The L2 penalty must be 0 (none) or a positive, finite number.");
        RequireNotNegative(L1, nameof(L1), "The L1 penalty must be 0 (none) or a positive, finite number.");
        RequireNotNegative(ClipNorm, nameof(ClipNorm), "The largest gradient norm must be 0 (no limit) or a positive, finite number.");
        if (!(Dropout >= 0 && Dropout < 1))
            throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, "Dropout must be a probability of at least 0 and below 1: at 1 nothing would be left to learn from.");
        Optimizer.Validate();
        EarlyStopping?.Validate();
    }

    private static void RequireNotNegative(float value, string name, string message)
    {
        if (!float.IsFinite(value) || value < 0)
            throw new ArgumentOutOfRangeException(name, value, message);
    }
}
