namespace NeuralGpu.Tests;

/// <summary>What came of a case.</summary>
/// <param name="Figures">What the launch did.</param>
/// <param name="Difference">The first element whose bits are not the host's; null when all are.</param>
internal sealed record PtxOutcome(PtxFigures Figures, string? Difference);
