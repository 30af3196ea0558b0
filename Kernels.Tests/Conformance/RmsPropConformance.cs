namespace NeuralGpu.Tests;

/// <summary>The feed-forward network with RMSProp, with replacement.</summary>
public sealed class RmsPropConformance : NetworkConformance
{
    /// <inheritdoc/>
    protected override Optimizer Optimizer => new RmsProp();

    /// <inheritdoc/>
    protected override TrainingOptions Options => base.Options with { Sampling = Sampling.WithReplacement };
}
