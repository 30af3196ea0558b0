namespace NeuralGpu.Tests;

/// <summary>The feed-forward network with AdamW, clipped.</summary>
public sealed class AdamWConformance : NetworkConformance
{
    /// <inheritdoc/>
    protected override Optimizer Optimizer => new AdamW();

    /// <inheritdoc/>
    protected override TrainingOptions Options => base.Options with { ClipNorm = 0.5f };
}
