namespace NeuralGpu.Tests;

/// <summary>Softmax regression.</summary>
public sealed class SoftmaxRegressionConformance : GradientConformance
{
    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.CrossEntropy, LearningRate = 0.2f, BatchSize = 5, Epochs = 4 };

    /// <summary>The denominator sums over the outputs, in their order.</summary>
    protected override double OutputOrderTolerance => 1e-5;

    /// <inheritdoc/>
    protected override Dataset CreateData(int samples, int features) => ConformanceData.Classes(samples, features, Outputs);

    /// <inheritdoc/>
    protected override Network CreateStart(int features) => Network.Create(features, [new(Outputs, Activation.Softmax)], seed: 4);
}
