using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>RMSProp: s ← αs + (1 − α)ḡ², W ← W − ηₜ ḡ/(√s + ε). Tieleman and Hinton, "Lecture 6.5: RMSProp", COURSERA: Neural networks for machine learning, 2012.</summary>
/// <remarks>The defaults are PyTorch's. Kept for each parameter: s, zero at first.</remarks>
/// <param name="Decay">α, at least 0 and below 1.</param>
/// <param name="Epsilon">ε, positive.</param>
public sealed record RmsProp(double Decay = 0.99, double Epsilon = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override int MomentsPerParameter => 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireFraction(Decay, nameof(Decay));
        RequireEpsilon(Epsilon);
    }

    internal override UpdateNumbers Numbers(double learningRate, int batchSize, long number) => new((float)learningRate);

    internal override void Update(in ParameterUpdate update)
        => update.Run(new RmsPropUpdate(update.Parameters, update.Gradient, update.FirstMoment, (float)Decay, (float)(1 - Decay), (float)Epsilon, update.Scale, ParameterUpdate.OnDevice));
}
