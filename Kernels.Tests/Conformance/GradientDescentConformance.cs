namespace NeuralGpu.Tests;

/// <summary>Linear least squares by gradient descent on all samples: book, (2.1).</summary>
public sealed class GradientDescentConformance : LinearConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.MeanSquaredError, LearningRate = 0.3f, BatchSize = TrainingOptions.FullBatch, Sampling = Sampling.InOrder, Epochs = 8 };
}
