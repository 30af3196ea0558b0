namespace NeuralGpu.Kernels;

/// <summary>How a GPU makes a product. It never changes a bit.</summary>
/// <param name="Tile">What a group of threads makes.</param>
/// <param name="Split">Whether the contract's chunks of k are shared out among groups and joined by a second kernel.</param>
public readonly record struct GemmPlan(GemmTile Tile, bool Split)
{
    /// <summary>Chunks of a sum of k terms; at least one.</summary>
    internal static int Chunks(int k) => k == 0 ? 1 : ((k - 1) / DotProduct.ChunkLength) + 1;

    /// <summary>The tile, and "in chunks" for a split.</summary>
    public override string ToString() => Tile.ToString()[4..] + (Split ? " in chunks" : "");
}
