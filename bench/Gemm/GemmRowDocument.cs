namespace NeuralGpu.Bench;

/// <summary>A row of <see cref="GemmDocument"/>; rates in GFLOP/s.</summary>
internal sealed record GemmRowDocument(int M, int N, int K, string Layout, double Ours, double? ShareOfPeak, double? Peer, double? Ratio)
{
    public GemmRowDocument(GemmRow row, Roofline? roofline)
        : this(row.Shape.M, row.Shape.N, row.Shape.K, row.Shape.Layout.ToString(), row.Ours / 1e9, row.Ours / roofline?.Flops, row.Peer / 1e9, row.Ratio)
    {
    }
}
