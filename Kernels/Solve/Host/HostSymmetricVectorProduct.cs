using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The host body of a symmetric matrix's product with few columns, which reads each element of the triangle once.</summary>
/// <remarks>
/// The block of A in the rows of chunk c and the columns of chunk d has all that two chains need: chunk d's of the rows' results, along the rows, and chunk c's of the columns' results, down the columns.
/// So the threads share the blocks, every chain is kept, and the chains are joined in their order afterwards.
/// </remarks>
internal static unsafe class HostSymmetricVectorProduct<TLanes, TVector, TElement>
    where TLanes : struct, IVectorLanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged, INumberBase<TElement>
{
    private const long WorkPerPart = 1 << 15;

    // Rows and columns of a tile: as many chains at a time as hide an fma's latency.
    private static int Side => 4 * TLanes.Count;

    /// <summary>Y = AX.</summary>
    /// <param name="matrix">A, [size × size]; only its upper triangle is read.</param>
    /// <param name="right">X, [size × columns].</param>
    /// <param name="product">Y, [size × columns].</param>
    /// <param name="size">Rows.</param>
    /// <param name="columns">Columns of X.</param>
    /// <param name="workers">The threads.</param>
    public static void Run(TElement* matrix, TElement* right, TElement* product, int size, int columns, Workers workers)
    {
        int chunks = (size + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength;
        int stride = (size + Side - 1) / Side * Side;
        long chains = (long)chunks * stride * columns;
        long tiles = (long)workers.Count * 2 * Side * Side;
        var memory = (TElement*)workers.Scratch(0).Floats((chains + tiles + ((long)stride * columns)) * sizeof(TElement) / sizeof(float));
        var job = new Job
        {
            Matrix = matrix,
            Product = product,
            Size = size,
            Columns = columns,
            Chunks = chunks,
            Stride = stride,
            Chains = memory,
            Tiles = memory + chains,
            Right = memory + chains + tiles,
        };
        for (int column = 0; column < columns; column++)
        {
            for (int k = 0; k < size; k++)
                job.Right[((long)column * stride) + k] = right[((long)k * columns) + column];
        }
        int parts = (int)Math.Clamp((long)size * size * columns / WorkPerPart, 1, workers.Count);
        workers.Run(ref job, parts);
        job.IsJoin = true;
        workers.Run(ref job, (int)Math.Clamp(chains / WorkPerPart, 1, workers.Count));
    }

    private struct Job : IParallelJob
    {
        public TElement* Matrix;
        public TElement* Product;
        public int Size;
        public int Columns;
        public int Chunks;

        /// <summary>From a chunk's chains to the next one's, and from a column of X to the next.</summary>
        public int Stride;

        /// <summary>[columns × chunks × stride]: each element's chains.</summary>
        public TElement* Chains;

        /// <summary>Two tiles for each part.</summary>
        public TElement* Tiles;

        /// <summary>X, column after column.</summary>
        public TElement* Right;
        public bool IsJoin;

        public readonly void Invoke(int part, int parts)
        {
            if (IsJoin)
            {
                Join((int)((long)Size * part / parts), (int)((long)Size * (part + 1) / parts));
                return;
            }
            long blocks = (long)Chunks * (Chunks + 1) / 2;
            long begin = blocks * part / parts;
            long end = blocks * (part + 1) / parts;
            TElement* tiles = Tiles + (2L * part * Side * Side);
            long block = 0;
            for (int row = 0; row < Chunks; row++)
            {
                int first = (int)Math.Clamp(row + begin - block, row, Chunks);
                int last = (int)Math.Clamp(row + end - block, row, Chunks);
                if (first < last)
                    MultiplyBlocks(row, first, last, tiles);
                block += Chunks - row;
            }
        }

        private readonly TElement* ChainsOf(int column, int chunk) => Chains + ((((long)column * Chunks) + chunk) * Stride);

        private readonly void MultiplyBlocks(int rowChunk, int firstChunk, int endChunk, TElement* tiles)
        {
            int firstRow = rowChunk * DotProduct.ChunkLength;
            int endRow = Math.Min(Size, firstRow + DotProduct.ChunkLength);
            for (int chunk = firstChunk; chunk < endChunk; chunk++)
            {
                int firstColumn = chunk * DotProduct.ChunkLength;
                for (int x = 0; x < Columns; x++)
                {
                    new Span<TElement>(ChainsOf(x, rowChunk) + firstColumn, Math.Min(Stride - firstColumn, DotProduct.ChunkLength)).Clear();
                    new Span<TElement>(ChainsOf(x, chunk) + firstRow, Math.Min(Stride - firstRow, DotProduct.ChunkLength)).Clear();
                }
            }
            int endColumn = Math.Min(Size, endChunk * DotProduct.ChunkLength);
            for (int row = firstRow; row < endRow; row += Side)
            {
                // On the diagonal a row's chain begins down its column, with what the tiles above have added to it.
                for (int column = firstChunk == rowChunk ? row : firstChunk * DotProduct.ChunkLength; column < endColumn; column += Side)
                    MultiplyTile(row, Math.Min(Side, endRow - row), rowChunk, column, Math.Min(Side, endColumn - column), column / DotProduct.ChunkLength, tiles);
            }
        }

        private readonly void MultiplyTile(int row, int rows, int rowChunk, int column, int terms, int columnChunk, TElement* tiles)
        {
            int side = Side;
            TElement* turned = tiles + (side * side);
            TElement* source = Matrix + ((long)row * Size) + column;
            if (row == column)
            {
                Mirror(source, rows, turned);
            }
            else
            {
                long stride = Size;
                if (terms < side)
                {
                    // Only the last tile of a row is so narrow, and the rows there are all of them.
                    CopyNarrow(source, terms, tiles);
                    source = tiles;
                    stride = side;
                }
                for (int x = 0; x < Columns; x++)
                    Continue(rows, source, stride, Right + ((long)x * Stride) + row, ChainsOf(x, rowChunk) + column);
                RowTurning.Turn(source, stride, rows, side, side, turned);
            }
            for (int x = 0; x < Columns; x++)
                Continue(terms, turned, side, Right + ((long)x * Stride) + column, ChainsOf(x, columnChunk) + row);
        }

        // Both triangles of a tile on the diagonal: what turning puts above it comes from below and is replaced.
        private readonly void Mirror(TElement* source, int rows, TElement* tile)
        {
            RowTurning.Turn(source, Size, rows, rows, Side, tile);
            for (int i = 0; i < rows - 1; i++)
                new Span<TElement>(source + ((long)i * Size) + i + 1, rows - i - 1).CopyTo(new Span<TElement>(tile + (i * Side) + i + 1, Side));
        }

        private readonly void CopyNarrow(TElement* source, int columns, TElement* tile)
        {
            new Span<TElement>(tile, Side * Side).Clear();
            for (int i = 0; i < Side; i++)
                new Span<TElement>(source + ((long)i * Size), columns).CopyTo(new Span<TElement>(tile + (i * Side), Side));
        }

        // Takes the chains of a tile's side further: sum[j] ← fma(left[k][j], right[k], sum[j]).
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Continue(int terms, TElement* left, long stride, TElement* right, TElement* sums)
        {
            int count = TLanes.Count;
            TVector sum0 = TLanes.Load(sums), sum1 = TLanes.Load(sums + count), sum2 = TLanes.Load(sums + (2 * count)), sum3 = TLanes.Load(sums + (3 * count));
            for (int k = 0; k < terms; k++)
            {
                TVector factor = TLanes.Constant(right[k]);
                sum0 = TLanes.Fma(TLanes.Load(left), factor, sum0);
                sum1 = TLanes.Fma(TLanes.Load(left + count), factor, sum1);
                sum2 = TLanes.Fma(TLanes.Load(left + (2 * count)), factor, sum2);
                sum3 = TLanes.Fma(TLanes.Load(left + (3 * count)), factor, sum3);
                left += stride;
            }
            TLanes.Store(sums, sum0);
            TLanes.Store(sums + count, sum1);
            TLanes.Store(sums + (2 * count), sum2);
            TLanes.Store(sums + (3 * count), sum3);
        }

        private readonly void Join(int begin, int end)
        {
            for (int x = 0; x < Columns; x++)
            {
                TElement* first = ChainsOf(x, 0);
                for (int chunk = 1; chunk < Chunks; chunk++)
                {
                    TElement* next = ChainsOf(x, chunk);
                    for (int i = begin; i < end; i++)
                        first[i] += next[i];
                }
                for (int i = begin; i < end; i++)
                    Product[((long)i * Columns) + x] = first[i];
            }
        }
    }
}
