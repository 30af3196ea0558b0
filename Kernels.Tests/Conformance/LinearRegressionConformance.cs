namespace NeuralGpu.Tests;

/// <summary>Least squares by the normal equations: book, (1.5).</summary>
public sealed class LinearRegressionConformance : NormalEquationsConformance
{
    /// <inheritdoc/>
    protected override string? RefusalOfOneSample => "1 row cannot determine 7 coefficients";

    /// <inheritdoc/>
    protected override string? RefusalOfConstantColumn => "'feature 1' is constant";

    /// <inheritdoc/>
    protected override LinearFit FitRows(Device device, double[] inputs, int features, double[] targets, CancellationToken cancellation)
        => new LinearRegression(device).Fit(inputs, features, targets, Outputs, cancellationToken: cancellation);
}
