namespace NeuralGpu.Tests;

/// <summary>What a trainer reached, for the conformance suite to compare.</summary>
/// <param name="Network">The network that the fit gave back.</param>
/// <param name="Last">The network after its last update.</param>
/// <param name="Moments">What the optimizer keeps; none for most trainers.</param>
/// <param name="Figures">A figure of every epoch, such as the loss; none for trainers without epochs.</param>
/// <param name="StopReason">Why it ended.</param>
public sealed record Learned(Network Network, Network Last, IReadOnlyList<Network> Moments, IReadOnlyList<double> Figures, StopReason StopReason)
{
    /// <summary>Of everything that must be the same on every device.</summary>
    public string Hash => GoldenHash.Of([Network, Last, .. Moments], Figures);
}
