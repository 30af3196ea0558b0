using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The minimiser for one λ, before it is rounded to binary64.</summary>
/// <param name="Weights">[coefficients × targets], the intercepts first when there are any.</param>
/// <param name="Residuals">[rows × targets].</param>
/// <param name="Rank">How many coefficients the data determines.</param>
/// <param name="ComputedOn">The device, and why it is not the one asked for when it is another.</param>
/// <param name="Method">How it was solved.</param>
internal sealed record LeastSquaresSolution(DoubleDouble[] Weights, DoubleDouble[] Residuals, int Rank, string ComputedOn, string Method);
