namespace NeuralGpu.Tests;

/// <summary>The margin classifier with squared hinge loss, one-vs-rest: book, (1.7).</summary>
public sealed class SquaredHingeConformance : LinearConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.SquaredHinge, LearningRate = 0.06f, Schedule = Schedule.InverseSqrt, BatchSize = 5, Epochs = 4, L2 = 0.01f };
}
