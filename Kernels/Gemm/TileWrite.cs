namespace NeuralGpu.Kernels;

/// <summary>What a register tile does with a chunk's sums.</summary>
internal enum TileWrite
{
    /// <summary>Writes them.</summary>
    Store,

    /// <summary>Adds them to what is there: c + sum, one rounding.</summary>
    Join,

    /// <summary>Writes them past the caches. The tile's rows are whole lines of the cache, and <see cref="HostSimd.FinishStreaming"/> follows.</summary>
    Stream,
}
