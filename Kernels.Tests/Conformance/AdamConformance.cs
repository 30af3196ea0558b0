namespace NeuralGpu.Tests;

/// <summary>The feed-forward network with Adam, dropout and a warm-up.</summary>
public sealed class AdamConformance : NetworkConformance
{
    /// <inheritdoc/>
    protected override Optimizer Optimizer => new Adam();

    /// <inheritdoc/>
    protected override TrainingOptions Options => base.Options with { Dropout = 0.25f, Schedule = Schedule.Constant.WithWarmUp(6) };
}
