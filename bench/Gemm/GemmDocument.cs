namespace NeuralGpu.Bench;

/// <summary>What <c>gemm --json</c> prints.</summary>
internal sealed record GemmDocument(string Device, int Threads, int Rounds, string? Peer, Roofline? Roofline, IReadOnlyList<GemmRowDocument> Rows)
{
    /// <summary>Of ours by the peer; null without one.</summary>
    public double? GeometricMeanRatio => Peer is null ? null : Ratios.GeometricMean(Rows.Select(row => row.Ratio!.Value));

    /// <summary>The least of them.</summary>
    public double? LeastRatio => Rows.Min(row => row.Ratio);
}
