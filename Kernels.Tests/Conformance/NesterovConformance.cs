namespace NeuralGpu.Tests;

/// <summary>The feed-forward network with Nesterov's momentum and a cosine schedule.</summary>
public sealed class NesterovConformance : NetworkConformance
{
    /// <inheritdoc/>
    protected override Optimizer Optimizer => new Nesterov();

    /// <inheritdoc/>
    protected override TrainingOptions Options => base.Options with { Schedule = Schedule.Cosine(15, 0.05) };
}
