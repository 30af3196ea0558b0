namespace NeuralGpu.Bench;

/// <summary>One shape's rates in operations a second; the peer's is null where it is not installed.</summary>
internal sealed record GemmRow(GemmShape Shape, double Ours, double? Peer)
{
    /// <summary>Above 1, ours is faster.</summary>
    public double? Ratio => Ours / Peer;
}
