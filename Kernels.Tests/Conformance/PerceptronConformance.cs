namespace NeuralGpu.Tests;

/// <summary>The perceptron, one for each output, on data that is not separable.</summary>
public sealed class PerceptronConformance : IterativeConformance
{
    /// <inheritdoc/>
    protected override double OutputOrderTolerance => 0;

    /// <inheritdoc/>
    protected override string? RefusalOfOneSample => "samples of both";

    /// <inheritdoc/>
    protected override Dataset CreateData(int samples, int features) => ConformanceData.Labels(samples, features, Outputs, low: -1f);

    /// <inheritdoc/>
    protected override Network CreateStart(int features) => Network.CreateLinear(features, Outputs);

    /// <inheritdoc/>
    protected override Learned Fit(Device device, Dataset data, ConformanceRun run)
    {
        PerceptronResult result = new Perceptron(device, new PerceptronOptions { LearningRate = 0.3f, Epochs = run.Epochs ?? 6 })
            .Fit(data, run.Start, new EpochListener(run.AfterEpoch), run.Cancellation);
        return new Learned(result.Network, result.Network, [], [.. result.MistakesPerEpoch.Select(mistakes => (double)mistakes)], result.StopReason);
    }

    private sealed class EpochListener(Action<int>? afterEpoch) : IProgress<PerceptronProgress>
    {
        public void Report(PerceptronProgress value) => afterEpoch?.Invoke(value.Epoch);
    }
}
