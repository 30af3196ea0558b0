namespace NeuralGpu.Tests;

/// <summary>A linear model by gradients: one layer that starts at zero; each output learns by itself.</summary>
public abstract class LinearConformance : GradientConformance
{
    /// <inheritdoc/>
    protected override double OutputOrderTolerance => 0;

    /// <inheritdoc/>
    protected override Dataset CreateData(int samples, int features)
        => Options.Loss.IsMargin() ? ConformanceData.Labels(samples, features, Outputs, low: -1f) : ConformanceData.Values(samples, features, Outputs);

    /// <inheritdoc/>
    protected override Network CreateStart(int features) => Network.CreateLinear(features, Outputs);
}
