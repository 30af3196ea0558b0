namespace NeuralGpu;

/// <summary>The fit of all targets for one λ.</summary>
/// <param name="Penalty">λ; 0 for least squares.</param>
/// <param name="Targets">One fit a target.</param>
public sealed record PenaltyFit(double Penalty, IReadOnlyList<TargetFit> Targets);
