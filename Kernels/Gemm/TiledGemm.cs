using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The GPU body of <see cref="Gemm{TEpilogue}"/>: a group of threads makes a tile of C, each thread a block of it in registers, from tiles of A and B in shared memory.</summary>
/// <remarks>
/// There are two of each tile: while one is multiplied, the next one's numbers are on their way from memory, and one barrier a tile is enough, because who writes a tile has passed the barrier behind which all have done with it.
/// Rows and columns beyond the edge are made of anything and not written. Terms beyond k must not change a bit, not even the sign of a zero: they are +0 in A and −0 in B, and adding +0·−0 = −0 changes nothing.
/// </remarks>
internal static class TiledGemm
{
    // What a tile's rows in shared memory are longer than the tile; see TileOperand.
    private const int Padding = 4;

    /// <summary>The launch for a tile, or a group of its own for each chunk of k.</summary>
    public static (KernelConfig Grid, TiledLaunch Launch) Configuration<TTile>(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, bool split)
        where TTile : struct, ITile
    {
        // A result without rows still has column sums.
        int tileRows = Math.Max(1, Divide(problem.M, TTile.Rows));
        bool isAlignedA = IsAligned(a) && Math.Max(problem.RowStrideA, problem.ColumnStrideA) % 4 == 0;
        bool isAlignedB = IsAligned(b) && Math.Max(problem.RowStrideB, problem.ColumnStrideB) % 4 == 0;
        var launch = new TiledLaunch(tileRows, Divide(problem.N, TTile.Columns), split ? DotProduct.ChunkLength : Math.Max(problem.K, 1), isAlignedA, isAlignedB, IsAligned(c) && problem.N % 4 == 0);
        int parts = Math.Max(1, Divide(problem.K, launch.GroupTerms));
        // One dimension of groups: CUDA allows only 65 535 in the others.
        return (new KernelConfig(new Index3D(checked(launch.Tiles * parts), 1, 1), new Index3D(TTile.Threads, 1, 1)), launch);
    }

    /// <summary>Shared memory of a group.</summary>
    public static int SharedBytes<TTile>()
        where TTile : struct, ITile
        => 2 * TTile.Depth * (TTile.Rows + Padding + TTile.Columns + Padding) * sizeof(float);

    public static void Kernel<TTile, TBlock, TEpilogue>(FloatView a, FloatView b, FloatView c, TEpilogue epilogue, GemmProblem problem, TiledLaunch launch)
        where TTile : struct, ITile
        where TBlock : struct, IRegisterBlock<TBlock>
        where TEpilogue : struct, IEpilogue
    {
        ArrayView<Float4> tileA = SharedMemory.Allocate<Float4>(2 * TTile.Depth * (TTile.Rows + Padding) / 4);
        ArrayView<Float4> tileB = SharedMemory.Allocate<Float4>(2 * TTile.Depth * (TTile.Columns + Padding) / 4);
        int thread = Group.IdxX;
        int part = Grid.IdxX / launch.Tiles;
        int tile = Grid.IdxX % launch.Tiles;
        int firstRow = tile / launch.TileColumns * TTile.Rows;
        int firstColumn = tile % launch.TileColumns * TTile.Columns;
        int firstTerm = part * launch.GroupTerms;
        int end = IntrinsicMath.Min(problem.K, firstTerm + launch.GroupTerms);
        var fromA = new TileOperand(a, firstRow, problem.M, problem.RowStrideA, problem.ColumnStrideA, launch.IsAlignedA != 0, 0f);
        var fromB = new TileOperand(b, firstColumn, problem.N, problem.ColumnStrideB, problem.RowStrideB, launch.IsAlignedB != 0, Interop.IntAsFloat(0x80000000u));

        // A thread's first four rows and columns; an 8×8 block's others are half a tile further.
        int row = thread / (TTile.Columns / TBlock.Side) * 4;
        int column = thread % (TTile.Columns / TBlock.Side) * 4;
        // The first row of tiles sums the columns of B as they pass, one a thread; threads that are more than columns do it again, which takes no time and parts no warp.
        bool sumsColumns = problem.Rows > problem.M && firstRow == 0;
        int summed = thread % TTile.Columns;

        // Sums of chunks start from −0, which changes no number that it is added to: so the first chunk is joined like the others.
        float nothing = Interop.IntAsFloat(0x80000000u);
        TBlock sum = TBlock.All(nothing);
        float columnSum = nothing;
        Carry<TTile>(fromA, fromB, tileA, tileB, thread, firstTerm, end);
        // Also once when there are no terms: the sum of none is +0.
        for (int start = firstTerm; start == firstTerm || start < end; start += DotProduct.ChunkLength)
        {
            TBlock chunk = TBlock.All(0f);
            float columnChunk = 0f;
            int endOfChunk = IntrinsicMath.Min(end, start + DotProduct.ChunkLength);
            for (int term = start; term < endOfChunk; term += TTile.Depth)
            {
                // The barrier comes first in the body: ILGPU may move shared loads past one at its end.
                SharedBarrier.Wait();
                int next = term + TTile.Depth;
                Float4 a0 = Load<TTile>(fromA, thread, 0, TTile.Rows, next, end), a1 = Load<TTile>(fromA, thread, 1, TTile.Rows, next, end);
                Float4 b0 = Load<TTile>(fromB, thread, 0, TTile.Columns, next, end), b1 = Load<TTile>(fromB, thread, 1, TTile.Columns, next, end);

                int startA = StartOf<TTile>(term, TTile.Rows);
                int startB = StartOf<TTile>(term, TTile.Columns);
                for (int p = 0; p < TTile.Depth; p += 8)
                {
                    // Views that begin at the thread's numbers, so that all that differs below is constants in addresses.
                    ArrayView<Float4> rows = tileA.SubView((startA + (p * (TTile.Rows + Padding)) + row) / 4);
                    ArrayView<Float4> columns = tileB.SubView((startB + (p * (TTile.Columns + Padding)) + column) / 4);
                    chunk = Step<TTile, TBlock>(rows, columns, 0, chunk);
                    chunk = Step<TTile, TBlock>(rows, columns, 1, chunk);
                    chunk = Step<TTile, TBlock>(rows, columns, 2, chunk);
                    chunk = Step<TTile, TBlock>(rows, columns, 3, chunk);
                    chunk = Step<TTile, TBlock>(rows, columns, 4, chunk);
                    chunk = Step<TTile, TBlock>(rows, columns, 5, chunk);
                    chunk = Step<TTile, TBlock>(rows, columns, 6, chunk);
                    chunk = Step<TTile, TBlock>(rows, columns, 7, chunk);
                }
                if (sumsColumns)
                {
                    ArrayView<float> elements = tileB.Cast<float>();
                    for (int p = 0; p < TTile.Depth; p++)
                        columnChunk = Ieee.Add(columnChunk, elements[startB + (p * (TTile.Columns + Padding)) + summed]);
                }

                Store<TTile>(fromA, tileA, StartOf<TTile>(next, TTile.Rows), thread, 0, TTile.Rows, a0);
                Store<TTile>(fromA, tileA, StartOf<TTile>(next, TTile.Rows), thread, 1, TTile.Rows, a1);
                Store<TTile>(fromB, tileB, StartOf<TTile>(next, TTile.Columns), thread, 0, TTile.Columns, b0);
                Store<TTile>(fromB, tileB, StartOf<TTile>(next, TTile.Columns), thread, 1, TTile.Columns, b1);
            }
            sum = TBlock.Add(sum, chunk);
            columnSum = Ieee.Add(columnSum, columnChunk);
        }

        epilogue.Begin<KernelLanes>();
        // Each part has a matrix of its own, with the column sums below.
        long offset = (long)part * problem.Rows * problem.N;
        var result = new TileResult<TEpilogue>(c, offset, launch.IsAlignedC != 0, epilogue, problem);
        sum.Store(result, firstRow + row, TTile.Rows / 2, firstColumn + column, TTile.Columns / 2);
        if (sumsColumns && thread < TTile.Columns && firstColumn + thread < problem.N)
        {
            if (TEpilogue.StoresItself)
                epilogue.TakeSums<KernelLanes, float>(columnSum, firstColumn + thread);
            else
                problem.ColumnSums.View[offset + firstColumn + thread] = columnSum;
        }
    }

    private static int Divide(int count, int by) => (count + by - 1) / by;

    private static bool IsAligned(in FloatView view) => view.View.IsValid && ((IContiguousArrayView)view.View).IndexInBytes % 16 == 0;

    // A term's tile is in one half of the memory, the next one's in the other.
    private static int StartOf<TTile>(int term, int width)
        where TTile : struct, ITile
        => term / TTile.Depth % 2 * TTile.Depth * (width + Padding);

    // The first tiles, with nothing to do meanwhile.
    private static void Carry<TTile>(in TileOperand fromA, in TileOperand fromB, ArrayView<Float4> tileA, ArrayView<Float4> tileB, int thread, int term, int end)
        where TTile : struct, ITile
    {
        Float4 a0 = Load<TTile>(fromA, thread, 0, TTile.Rows, term, end), a1 = Load<TTile>(fromA, thread, 1, TTile.Rows, term, end);
        Float4 b0 = Load<TTile>(fromB, thread, 0, TTile.Columns, term, end), b1 = Load<TTile>(fromB, thread, 1, TTile.Columns, term, end);
        Store<TTile>(fromA, tileA, StartOf<TTile>(term, TTile.Rows), thread, 0, TTile.Rows, a0);
        Store<TTile>(fromA, tileA, StartOf<TTile>(term, TTile.Rows), thread, 1, TTile.Rows, a1);
        Store<TTile>(fromB, tileB, StartOf<TTile>(term, TTile.Columns), thread, 0, TTile.Columns, b0);
        Store<TTile>(fromB, tileB, StartOf<TTile>(term, TTile.Columns), thread, 1, TTile.Columns, b1);
    }

    private static TBlock Step<TTile, TBlock>(ArrayView<Float4> rows, ArrayView<Float4> columns, int p, in TBlock chunk)
        where TTile : struct, ITile
        where TBlock : struct, IRegisterBlock<TBlock>
        => TBlock.Fma(rows, p * (TTile.Rows + Padding) / 4, TTile.Rows / 8, columns, p * (TTile.Columns + Padding) / 4, TTile.Columns / 8, chunk);

    // A tile's quadruples are carried in one round or two, of which the last may not need all threads.
    private static Float4 Load<TTile>(in TileOperand operand, int thread, int round, int width, int term, int end)
        where TTile : struct, ITile
    {
        if (!Carries<TTile>(thread, round, width))
            return default;
        return operand.Load((round * TTile.Threads) + thread, width, TTile.Depth, term, end);
    }

    private static void Store<TTile>(in TileOperand operand, ArrayView<Float4> tile, int start, int thread, int round, int width, in Float4 values)
        where TTile : struct, ITile
    {
        if (Carries<TTile>(thread, round, width))
            operand.Store(tile, start, width + Padding, (round * TTile.Threads) + thread, width, TTile.Depth, values);
    }

    // A constant, but where only some threads carry.
    private static bool Carries<TTile>(int thread, int round, int width)
        where TTile : struct, ITile
    {
        int rest = (width * TTile.Depth / 4) - (round * TTile.Threads);
        if (rest >= TTile.Threads)
            return true;
        return rest > 0 && thread < rest;
    }
}
