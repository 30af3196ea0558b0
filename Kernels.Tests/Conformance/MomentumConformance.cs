namespace NeuralGpu.Tests;

/// <summary>The feed-forward network with momentum and a step schedule.</summary>
public sealed class MomentumConformance : NetworkConformance
{
    /// <inheritdoc/>
    protected override Optimizer Optimizer => new Momentum();

    /// <inheritdoc/>
    protected override TrainingOptions Options => base.Options with { Schedule = Schedule.Step(7, 0.5) };
}
