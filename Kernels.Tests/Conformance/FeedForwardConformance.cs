namespace NeuralGpu.Tests;

/// <summary>The feed-forward network by plain SGD.</summary>
public sealed class FeedForwardConformance : NetworkConformance
{
    /// <inheritdoc/>
    protected override Optimizer Optimizer => new Sgd();
}
