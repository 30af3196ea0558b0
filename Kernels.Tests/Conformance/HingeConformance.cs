namespace NeuralGpu.Tests;

/// <summary>The margin classifier with hinge loss, one-vs-rest, and sample weights.</summary>
public sealed class HingeConformance : LinearConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.Hinge, LearningRate = 0.07f, BatchSize = 5, Epochs = 4, L2 = 0.01f };

    /// <inheritdoc/>
    protected override Dataset CreateData(int samples, int features)
    {
        Dataset data = base.CreateData(samples, features);
        return new Dataset(data.Inputs, features, data.Targets, Outputs, [.. Enumerable.Range(0, samples).Select(i => 0.4f + (0.3f * (i % 4)))]);
    }
}
