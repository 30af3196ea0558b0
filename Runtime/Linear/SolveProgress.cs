namespace NeuralGpu;

/// <summary>How far <see cref="LeastSquaresSolver"/> is.</summary>
/// <param name="Pass">The pass over the data, from 1; how many are needed is found out on the way.</param>
/// <param name="Stage">What the pass is for, in a few words.</param>
/// <param name="Rows">Rows read in this pass.</param>
/// <param name="Fraction">How far the pass is, from 0 to 1; NaN when it cannot be told.</param>
public sealed record SolveProgress(int Pass, string Stage, long Rows, double Fraction);
