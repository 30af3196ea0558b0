using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The GPU body of <see cref="Gemm{TEpilogue}"/>: a group of threads makes a tile of C, each thread a block of it in registers, from tiles of A and B in shared memory.</summary>
/// <remarks>
/// There are two of each tile: while one is multiplied, the next one's numbers are on their way from memory, and one barrier a tile is enough, because nobody writes a tile again before all have passed the barrier after it.
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
        // The first row of tiles sums the columns of B as they pass, one a thread.
        bool sumsColumns = problem.Rows > problem.M && firstRow == 0 && thread < TTile.Columns;

        TBlock chunk = default, sum = default;
        float columnChunk = 0f, columnSum = 0f;
        Float4 a0 = Load<TTile>(fromA, thread, 0, TTile.Rows, firstTerm, end), a1 = Load<TTile>(fromA, thread, 1, TTile.Rows, firstTerm, end);
        Float4 b0 = Load<TTile>(fromB, thread, 0, TTile.Columns, firstTerm, end), b1 = Load<TTile>(fromB, thread, 1, TTile.Columns, firstTerm, end);
        for (int term = firstTerm; term < end; term += TTile.Depth)
        {
            int current = term / TTile.Depth % 2 * TTile.Depth;
            int startA = current * (TTile.Rows + Padding);
            int startB = current * (TTile.Columns + Padding);
            Store<TTile>(fromA, tileA, startA, thread, 0, TTile.Rows, a0);
            Store<TTile>(fromA, tileA, startA, thread, 1, TTile.Rows, a1);
            Store<TTile>(fromB, tileB, startB, thread, 0, TTile.Columns, b0);
            Store<TTile>(fromB, tileB, startB, thread, 1, TTile.Columns, b1);
            Group.Barrier();

            int next = term + TTile.Depth;
            a0 = Load<TTile>(fromA, thread, 0, TTile.Rows, next, end);
            a1 = Load<TTile>(fromA, thread, 1, TTile.Rows, next, end);
            b0 = Load<TTile>(fromB, thread, 0, TTile.Columns, next, end);
            b1 = Load<TTile>(fromB, thread, 1, TTile.Columns, next, end);

            if (term > firstTerm && term % DotProduct.ChunkLength == 0)
            {
                bool isFirst = term - firstTerm == DotProduct.ChunkLength;
                sum = TBlock.Join(sum, chunk, isFirst);
                chunk = default;
                columnSum = isFirst ? columnChunk : Ieee.Add(columnSum, columnChunk);
                columnChunk = 0f;
            }
            for (int p = 0; p < TTile.Depth; p += 8)
            {
                int rowA = (startA + (p * (TTile.Rows + Padding)) + row) / 4;
                int rowB = (startB + (p * (TTile.Columns + Padding)) + column) / 4;
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 0, chunk);
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 1, chunk);
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 2, chunk);
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 3, chunk);
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 4, chunk);
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 5, chunk);
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 6, chunk);
                chunk = Step<TTile, TBlock>(tileA, rowA, tileB, rowB, 7, chunk);
            }
            if (sumsColumns)
            {
                ArrayView<float> elements = tileB.Cast<float>();
                for (int p = 0; p < TTile.Depth; p++)
                    columnChunk = Ieee.Add(columnChunk, elements[startB + (p * (TTile.Columns + Padding)) + thread]);
            }
        }

        bool single = end - firstTerm <= DotProduct.ChunkLength;
        // Each part has a matrix of its own, with the column sums below.
        long offset = (long)part * problem.Rows * problem.N;
        var result = new TileResult<TEpilogue>(c, offset, launch.IsAlignedC != 0, epilogue, problem);
        TBlock.Join(sum, chunk, single).Store(result, firstRow + row, TTile.Rows / 2, firstColumn + column, TTile.Columns / 2);
        if (sumsColumns && firstColumn + thread < problem.N)
        {
            float dot = single ? columnChunk : Ieee.Add(columnSum, columnChunk);
            problem.ColumnSums.View[((long)part * problem.Rows * problem.N) + firstColumn + thread] = dot;
        }
    }

    private static int Divide(int count, int by) => (count + by - 1) / by;

    private static bool IsAligned(in FloatView view) => view.View.IsValid && ((IContiguousArrayView)view.View).IndexInBytes % 16 == 0;

    private static TBlock Step<TTile, TBlock>(ArrayView<Float4> tileA, int rowA, ArrayView<Float4> tileB, int rowB, int p, in TBlock chunk)
        where TTile : struct, ITile
        where TBlock : struct, IRegisterBlock<TBlock>
        => TBlock.Fma(tileA, rowA + (p * (TTile.Rows + Padding) / 4), TTile.Rows / 8, tileB, rowB + (p * (TTile.Columns + Padding) / 4), TTile.Columns / 8, chunk);

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
