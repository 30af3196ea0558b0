namespace NeuralGpu.Tests;

/// <summary>Linear models by the normal equations, in binary64: nothing to start from, no epochs.</summary>
public abstract class NormalEquationsConformance : TrainerConformance
{
    /// <summary>Each target is fitted by itself.</summary>
    protected override double OutputOrderTolerance => 0;

    /// <inheritdoc/>
    protected override bool StartsFromANetwork => false;

    /// <inheritdoc/>
    protected override string RefusalOfNoSamples => "no rows";

    /// <inheritdoc/>
    protected override Dataset CreateData(int samples, int features) => ConformanceData.Values(samples, features, Outputs);

    /// <inheritdoc/>
    protected override Network CreateStart(int features) => Network.CreateLinear(features, Outputs);

    /// <summary>Fits the rows.</summary>
    protected abstract LinearFit FitRows(Device device, double[] inputs, int features, double[] targets, CancellationToken cancellation);

    /// <inheritdoc/>
    protected override Learned Fit(Device device, Dataset data, ConformanceRun run)
    {
        LinearFit fit = FitRows(device, [.. data.Inputs], data.Features, [.. data.Targets], run.Cancellation);
        Network network = fit.Model.ToNetwork();
        return new Learned(network, network, [], [.. fit.Model.Intercepts, .. fit.Model.Coefficients, .. fit.Fitted, .. fit.Loss], StopReason.Completed);
    }

    /// <inheritdoc/>
    protected override string RefusalOfInput(int row, int feature, float value) => $"In row {row} (from 0), 'feature {feature}' is {value}";

    /// <inheritdoc/>
    protected override string RefusalOfTarget(int row, int output, float value) => $"In row {row} (from 0), target {output} is {value}";
}
