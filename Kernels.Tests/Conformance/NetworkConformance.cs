namespace NeuralGpu.Tests;

/// <summary>The feed-forward network, with an optimizer of the subclass's choice.</summary>
public abstract class NetworkConformance : GradientConformance
{
    /// <summary>The optimizer.</summary>
    protected abstract Optimizer Optimizer { get; }

    /// <inheritdoc/>
    protected override TrainingOptions Options => new() { Loss = Loss.MeanSquaredError, Optimizer = Optimizer, LearningRate = 0.01f, BatchSize = 5, Epochs = 5, Seed = 5 };

    /// <summary>δ of the hidden layers sums over the outputs, in their order.</summary>
    protected override double OutputOrderTolerance => 5e-5;

    /// <inheritdoc/>
    protected override Dataset CreateData(int samples, int features) => ConformanceData.Values(samples, features, Outputs);

    /// <inheritdoc/>
    protected override Network CreateStart(int features) => Network.Create(features, [new(7, Activation.Relu), new(5, Activation.Tanh), new(Outputs, Activation.Identity)], seed: 3);
}
