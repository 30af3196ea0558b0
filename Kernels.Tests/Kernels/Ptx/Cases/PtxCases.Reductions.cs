using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Sums over columns and over chunks.</content>
internal static partial class PtxCases
{
    // Two full chunks and a tail.
    private const int Summands = 520;

    private static IEnumerable<PtxCase> Reductions =>
    [
        Elementwise("any bits", 37, memory => new ColumnSums(memory.Wild(1, 20 * 37).AsMatrix(20, 37), memory.Unwritten(37))),
        Elementwise("three chunks of rows", 5, memory => new ColumnSums(memory.Uniform(1, Summands * 5).AsMatrix(Summands, 5), memory.Unwritten(5))),
        Elementwise("no rows", 5, memory => new ColumnSums(memory.Floats().AsMatrix(0, 5), memory.Unwritten(5))),
        Rowwise("three chunks", 3, 256, memory => new ChunkSquares(memory.Uniform(1, Summands), memory.Unwritten(3))),
        Rowwise("three chunks", 3, 256, memory => new ChunkSums(memory.Uniform(1, Summands), memory.Unwritten(3))),
        Rowwise("three chunks", 3, 256, memory => new ChunkSquaredDistances(memory.Uniform(1, Summands), memory.Uniform(2, Summands), memory.Unwritten(3))),
    ];
}
