namespace NeuralGpu.Tests;

/// <summary>Ridge regression by mini-batch SGD: book, (1.9) and (2.3).</summary>
public sealed class MiniBatchRidgeConformance : LinearConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.MeanSquaredError, LearningRate = 0.1f, BatchSize = 4, Epochs = 4, L2 = 0.05f, PenalizeBiases = true };
}
