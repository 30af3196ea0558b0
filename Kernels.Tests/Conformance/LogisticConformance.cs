namespace NeuralGpu.Tests;

/// <summary>Logistic regression as a margin classifier, one-vs-rest, with momentum.</summary>
public sealed class LogisticConformance : LinearConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.Logistic, Optimizer = new Momentum(), LearningRate = 0.05f, BatchSize = 5, Epochs = 4, L1 = 0.001f };
}
