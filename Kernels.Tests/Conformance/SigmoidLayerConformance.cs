namespace NeuralGpu.Tests;

/// <summary>The single-layer sigmoid network: book, (3.1)–(3.5).</summary>
public sealed class SigmoidLayerConformance : GradientConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.MeanSquaredError, LearningRate = 0.5f, BatchSize = 5, Epochs = 4 };

    /// <inheritdoc/>
    protected override double OutputOrderTolerance => 0;

    /// <inheritdoc/>
    protected override Dataset CreateData(int samples, int features) => ConformanceData.Labels(samples, features, Outputs, low: 0f);

    /// <inheritdoc/>
    protected override Network CreateStart(int features) => Network.Create(features, [new(Outputs, Activation.Sigmoid)], seed: 4);
}
