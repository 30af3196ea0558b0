using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The GPU body of <see cref="Gemm{TEpilogue}"/>: a group of 16×16 threads makes a 64×64 tile of C, each thread 4×4 elements in registers, from tiles of A and B in shared memory.</summary>
/// <remarks>A chunk of the contract is 16 tiles deep. Rows and columns beyond the edge are computed from zeros and not written; terms beyond k are not added at all, since adding +0 can change the sign of a zero.</remarks>
internal static class TiledGemm
{
    private const int Tile = 64;
    private const int TileDepth = 16;
    private const int GroupSize = 256;

    // Two more than the tile: a warp that writes two columns, 16 deep, then falls in 32 different banks.
    private const int TileStride = Tile + 2;

    public static KernelConfig Configuration(int rows, int n)
        // One dimension of groups: CUDA allows only 65 535 in the others.
        => new(new Index3D(checked(TilesIn(rows) * TilesIn(n)), 1, 1), new Index3D(GroupSize, 1, 1));

    public static void Kernel<TEpilogue>(FloatView a, FloatView b, FloatView c, TEpilogue epilogue, GemmProblem problem)
        where TEpilogue : struct, IEpilogue
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(TileDepth * TileStride);
        ArrayView<float> tileB = SharedMemory.Allocate<float>(TileDepth * TileStride);
        int thread = Group.IdxX;
        int tileColumns = TilesIn(problem.N);
        int firstRow = Grid.IdxX / tileColumns * Tile;
        int firstColumn = Grid.IdxX % tileColumns * Tile;
        int threadRow = thread / 16;
        int threadColumn = thread % 16;

        // The row below op(A): ones where column sums are wanted.
        float below = problem.Rows > problem.M ? 1f : 0f;

        Float4 chunk0 = default, chunk1 = default, chunk2 = default, chunk3 = default;
        Float4 sum0 = default, sum1 = default, sum2 = default, sum3 = default;

        for (int depth = 0; depth < problem.K; depth += TileDepth)
        {
            if (depth > 0 && depth % DotProduct.ChunkLength == 0)
            {
                bool isFirst = depth == DotProduct.ChunkLength;
                sum0 = Float4.Join(sum0, chunk0, isFirst);
                sum1 = Float4.Join(sum1, chunk1, isFirst);
                sum2 = Float4.Join(sum2, chunk2, isFirst);
                sum3 = Float4.Join(sum3, chunk3, isFirst);
                chunk0 = default;
                chunk1 = default;
                chunk2 = default;
                chunk3 = default;
            }

            // The barrier comes first in the body: ILGPU may move shared loads past one at its end.
            Group.Barrier();
            LoadTile(tileA, a, thread, firstRow, problem.M, problem.RowStrideA, depth, problem.K, problem.ColumnStrideA, below);
            LoadTile(tileB, b, thread, firstColumn, problem.N, problem.ColumnStrideB, depth, problem.K, problem.RowStrideB, 0f);
            Group.Barrier();

            int terms = IntrinsicMath.Min(TileDepth, problem.K - depth);
            for (int p = 0; p < terms; p++)
            {
                int rowA = (p * TileStride) + threadRow;
                int rowB = (p * TileStride) + threadColumn;
                var fromB = new Float4(tileB[rowB], tileB[rowB + 16], tileB[rowB + 32], tileB[rowB + 48]);
                chunk0 = Float4.Fma(tileA[rowA], fromB, chunk0);
                chunk1 = Float4.Fma(tileA[rowA + 16], fromB, chunk1);
                chunk2 = Float4.Fma(tileA[rowA + 32], fromB, chunk2);
                chunk3 = Float4.Fma(tileA[rowA + 48], fromB, chunk3);
            }
        }

        bool single = problem.K <= DotProduct.ChunkLength;
        int row = firstRow + threadRow;
        int column = firstColumn + threadColumn;
        StoreRow(c, epilogue, problem, row, column, Float4.Join(sum0, chunk0, single));
        StoreRow(c, epilogue, problem, row + 16, column, Float4.Join(sum1, chunk1, single));
        StoreRow(c, epilogue, problem, row + 32, column, Float4.Join(sum2, chunk2, single));
        StoreRow(c, epilogue, problem, row + 48, column, Float4.Join(sum3, chunk3, single));
    }

    private static int TilesIn(int count) => (count + Tile - 1) / Tile;

    // The tile [depth][outer] from a matrix in which stepping along the outer dimension costs outerStride and along k depthStride; its first row or column beyond the matrix holds another value. Neighbouring threads read neighbouring addresses.
    private static void LoadTile(ArrayView<float> tile, FloatView source, int thread, int firstOuter, int outerCount, int outerStride, int firstDepth, int depthCount, int depthStride, float beyond)
    {
        for (int element = thread; element < Tile * TileDepth; element += GroupSize)
        {
            int outer = depthStride == 1 ? element / TileDepth : element % Tile;
            int depth = depthStride == 1 ? element % TileDepth : element / Tile;
            int globalOuter = firstOuter + outer;
            int globalDepth = firstDepth + depth;
            float value = globalOuter == outerCount ? beyond : 0f;
            if (globalOuter < outerCount && globalDepth < depthCount)
                value = source.View[((long)globalOuter * outerStride) + ((long)globalDepth * depthStride)];
            tile[(depth * TileStride) + outer] = value;
        }
    }

    private static void StoreRow<TEpilogue>(FloatView c, TEpilogue epilogue, in GemmProblem problem, int row, int column, Float4 values)
        where TEpilogue : struct, IEpilogue
    {
        if (row >= problem.Rows)
            return;
        StoreElement(c, epilogue, problem, row, column, values.X);
        StoreElement(c, epilogue, problem, row, column + 16, values.Y);
        StoreElement(c, epilogue, problem, row, column + 32, values.Z);
        StoreElement(c, epilogue, problem, row, column + 48, values.W);
    }

    private static void StoreElement<TEpilogue>(FloatView c, TEpilogue epilogue, in GemmProblem problem, int row, int column, float dot)
        where TEpilogue : struct, IEpilogue
    {
        if (column >= problem.N)
            return;
        if (row == problem.M)
        {
            problem.ColumnSums.View[column] = dot;
            return;
        }
        long index = ((long)row * problem.N) + column;
        float value = Ieee.Multiply(problem.Alpha, dot);
        if (problem.Beta != 0f)
            value = Ieee.Fma(problem.Beta, c.View[index], value);
        c.View[index] = epilogue.Apply<KernelLanes, float>(value, row, column);
    }
}
