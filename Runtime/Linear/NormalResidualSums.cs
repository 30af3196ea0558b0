using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>What the normal equations still lack for some coefficients.</summary>
/// <param name="Products">Xᵀ(w ⊙ r), [columns × (copies · targets)].</param>
/// <param name="Squares">Σwr², [copies · targets].</param>
internal sealed record NormalResidualSums(DoubleDouble[] Products, DoubleDouble[] Squares);
