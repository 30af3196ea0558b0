namespace NeuralGpu.Kernels;

/// <summary>The order of every long sum under the contract.</summary>
public static class DotProduct
{
    /// <summary>
    /// Terms a chunk. Each chunk is one chain of fma in ascending order that starts at +0; the chunks' sums are then added in ascending order, starting from the first.
    /// 256 is what a blocked CPU Gemm wants anyway (docs/contract.md has the measurement); it is part of contract version 1 and can only change with the version.
    /// </summary>
    public const int ChunkLength = 256;
}
