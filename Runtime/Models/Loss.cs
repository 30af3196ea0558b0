namespace NeuralGpu;

/// <summary>What training minimises: the mean over the samples of a per-sample loss ℓ(a, y).</summary>
public enum Loss
{
    /// <summary>ℓ = ½ Σⱼ (aⱼ − yⱼ)², so that the mean is C = 1/(2n) Σ ‖a − y‖²: the book's (1.3) and (3.2). The ½ is part of every reported value.</summary>
    MeanSquaredError,

    /// <summary>ℓ = −Σⱼ yⱼ log aⱼ with a softmax output; targets are one-hot or sum to one. Output delta a − y.</summary>
    CrossEntropy,

    /// <summary>ℓ = −Σⱼ (yⱼ log aⱼ + (1 − yⱼ) log(1 − aⱼ)) with a sigmoid output; targets in [0, 1]. Output delta a − y.</summary>
    BinaryCrossEntropy,

    /// <summary>ℓ = Σⱼ max(0, 1 − yⱼzⱼ) with an identity output and targets ±1; subgradient −yⱼ where yⱼzⱼ &lt; 1, else 0, also at the kink. Book, section 1.4.</summary>
    Hinge,

    /// <summary>ℓ = Σⱼ ½ max(0, 1 − yⱼzⱼ)² with an identity output and targets ±1; gradient zⱼ − yⱼ where yⱼzⱼ &lt; 1, else 0. Book, section 1.4 and (1.7); the ½ is part of it.</summary>
    SquaredHinge,

    /// <summary>ℓ = Σⱼ ln(1 + e^(−yⱼzⱼ)) with an identity output and targets ±1; gradient −yⱼ σ(−yⱼzⱼ). No margin overflows. Book, section 1.4.</summary>
    Logistic,
}
