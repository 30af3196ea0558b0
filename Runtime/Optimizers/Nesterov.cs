using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Nesterov's momentum: v ← μv + ḡ, W ← W − ηₜ(ḡ + μv). Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k²)", 1983.</summary>
/// <remarks>The form of Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, with the gradient taken at W, as in PyTorch. Kept for each parameter: v, zero at first.</remarks>
/// <param name="Coefficient">μ, at least 0 and below 1; 0.9 is the usual choice (Sutskever et al. 2013).</param>
public sealed record Nesterov(double Coefficient = 0.9) : Optimizer
{
    /// <inheritdoc/>
    public override int MomentsPerParameter => 1;

    /// <inheritdoc/>
    public override void Validate() => RequireFraction(Coefficient, nameof(Coefficient));

    internal override UpdateNumbers Numbers(double learningRate, int batchSize, long number) => new((float)learningRate);

    internal override void Update(in ParameterUpdate update)
        => update.Run(new NesterovUpdate(update.Parameters, update.Gradient, update.FirstMoment, (float)Coefficient, update.Scale, ParameterUpdate.OnDevice));
}
