namespace NeuralGpu.Tests;

/// <summary>Linear least squares by SGD, one drawn sample an update, C/√t: book, (2.2).</summary>
public sealed class StochasticGradientDescentConformance : LinearConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.MeanSquaredError, LearningRate = 0.1f, Schedule = Schedule.InverseSqrt, BatchSize = 1, Sampling = Sampling.WithReplacement, Epochs = 3 };
}
