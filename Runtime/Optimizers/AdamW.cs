using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>AdamW: W ← (1 − ηₜλ)W, then <see cref="Adam"/>'s step; the decay stays out of the moments. Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2.</summary>
/// <remarks>β and ε as in Adam; λ = 0.01 is PyTorch's default. Biases do not decay unless <see cref="TrainingOptions.PenalizeBiases"/> is set.</remarks>
/// <param name="WeightDecay">λ, finite and not negative.</param>
/// <param name="Beta1">β₁, at least 0 and below 1.</param>
/// <param name="Beta2">β₂, at least 0 and below 1.</param>
/// <param name="Epsilon">ε, positive.</param>
public sealed record AdamW(double WeightDecay = 0.01, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override int MomentsPerParameter => 2;

    internal override bool HasDecay => WeightDecay > 0;

    /// <inheritdoc/>
    public override void Validate()
    {
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            throw new ArgumentOutOfRangeException(nameof(WeightDecay), WeightDecay, "The weight decay must be 0 (none) or a positive, finite number.");
        RequireFraction(Beta1, nameof(Beta1));
        RequireFraction(Beta2, nameof(Beta2));
        RequireEpsilon(Epsilon);
    }

    internal override UpdateNumbers Numbers(double learningRate, int batchSize, long number)
        => AdamStep.Numbers(learningRate, number, Beta1, Beta2, keep: 1 - (learningRate * WeightDecay));

    internal override void Update(in ParameterUpdate update) => AdamStep.Run(update, Beta1, Beta2, Epsilon);
}
