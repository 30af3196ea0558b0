namespace NeuralGpu.Tests;

/// <summary>Ridge regression by the normal equations: book, (1.9).</summary>
public sealed class RidgeRegressionConformance : NormalEquationsConformance
{
    /// <inheritdoc/>
    protected override LinearFit FitRows(Device device, double[] inputs, int features, double[] targets, CancellationToken cancellation)
        => new RidgeRegression(device, 0.1).Fit(inputs, features, targets, Outputs, cancellationToken: cancellation);
}
