using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The minimisers of all targets for one λ.</summary>
/// <param name="Coefficients">v of the scaled columns, [columns × targets].</param>
/// <param name="Squares">Σwr² of the scaled targets.</param>
/// <param name="Steps">How often they were refined against the data.</param>
internal sealed record StreamedSolution(DoubleDouble[] Coefficients, DoubleDouble[] Squares, int Steps);
