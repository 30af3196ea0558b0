using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Adam: m ← β₁m + (1 − β₁)ḡ, s ← β₂s + (1 − β₂)ḡ², W ← W − ηₜ m̂/(√ŝ + ε) with m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ). Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.</summary>
/// <remarks>The defaults are the paper's; its learning rate is 0.001. Kept for each parameter: m and s, zero at first. The powers of β are products in binary64.</remarks>
/// <param name="Beta1">β₁, at least 0 and below 1.</param>
/// <param name="Beta2">β₂, at least 0 and below 1.</param>
/// <param name="Epsilon">ε, positive.</param>
public sealed record Adam(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override int MomentsPerParameter => 2;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireFraction(Beta1, nameof(Beta1));
        RequireFraction(Beta2, nameof(Beta2));
        RequireEpsilon(Epsilon);
    }

    internal override UpdateNumbers Numbers(double learningRate, int batchSize, long number) => AdamStep.Numbers(learningRate, number, Beta1, Beta2, keep: 1);

    internal override void Update(in ParameterUpdate update) => AdamStep.Run(update, Beta1, Beta2, Epsilon);
}
