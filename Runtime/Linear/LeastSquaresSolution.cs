using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The minimiser for a design's unscaled columns, before it is rounded to binary64.</summary>
/// <param name="Weights">[columns × targets].</param>
/// <param name="Residuals">[rows × targets].</param>
/// <param name="Penalties">λ/2·‖w‖² over the penalised coefficients, for each target.</param>
/// <param name="Steps">How often it was refined.</param>
/// <param name="ComputedOn">The device, and why it is not the one asked for when it is another.</param>
internal sealed record LeastSquaresSolution(DoubleDouble[] Weights, DoubleDouble[] Residuals, double[] Penalties, int Steps, string ComputedOn);
