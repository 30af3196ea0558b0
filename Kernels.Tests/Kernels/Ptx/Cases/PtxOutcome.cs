namespace NeuralGpu.Tests;

/// <summary>What came of a case.</summary>
/// <param name="ByKernel">What the launches of each kernel did.</param>
/// <param name="Difference">The first element whose bits are not the host's; null when all are.</param>
internal sealed record PtxOutcome(IReadOnlyDictionary<string, PtxFigures> ByKernel, string? Difference)
{
    /// <summary>What the launches did when all are of one kernel.</summary>
    public PtxFigures Figures => ByKernel.Values.Single();
}
