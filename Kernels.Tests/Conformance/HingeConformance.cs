namespace NeuralGpu.Tests;

/// <summary>The margin classifier with hinge loss, one-vs-rest.</summary>
public sealed class HingeConformance : LinearConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.Hinge, LearningRate = 0.07f, BatchSize = 5, Epochs = 4, L2 = 0.01f };
}
