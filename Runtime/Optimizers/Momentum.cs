using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Heavy-ball momentum: v ← μv + ḡ, W ← W − ηₜv. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.</summary>
/// <remarks>The form of PyTorch and of Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, with the rate outside the velocity. Kept for each parameter: v, zero at first.</remarks>
/// <param name="Coefficient">μ, at least 0 and below 1; 0.9 is the usual choice (Sutskever et al. 2013).</param>
public sealed record Momentum(double Coefficient = 0.9) : Optimizer
{
    /// <inheritdoc/>
    public override int MomentsPerParameter => 1;

    /// <inheritdoc/>
    public override void Validate() => RequireFraction(Coefficient, nameof(Coefficient));

    internal override UpdateNumbers Numbers(double learningRate, int batchSize, long number) => new((float)learningRate);

    internal override void Update(in ParameterUpdate update)
        => update.Run(new MomentumUpdate(update.Parameters, update.Gradient, update.FirstMoment, (float)Coefficient, update.Scale, ParameterUpdate.OnDevice));
}
