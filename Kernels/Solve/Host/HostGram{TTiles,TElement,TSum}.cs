using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>The upper triangle of G ± Σ w(x − c)(x − c)ᵀ on the host: chunks of rows are packed into panels of columns, and the triangle's register tiles are shared among the threads.</summary>
/// <remarks>
/// The structure is Goto and van de Geijn's ("Anatomy of high-performance matrix multiplication", 2008) with the contract's chunk as the block of k. One packing serves as both factors, because a panel is as many rows of tiles as it has columns.
/// </remarks>
internal static unsafe class HostGram<TTiles, TElement, TSum>
    where TTiles : struct, IGramTiles<TElement, TSum>
    where TElement : unmanaged, IUnaryNegationOperators<TElement, TElement>
    where TSum : unmanaged
{
    // Multiply-adds below which one thread is faster than waking a second.
    private const long WorkPerPart = 1 << 16;

    // Packed bytes at a time: enough work between two meetings of the threads, and little enough for the caches.
    private const long PackedBytes = 1 << 20;

    // Panels packed together, so that a row is read in longer pieces, and rows in a turn of each.
    private const int PanelsTogether = 4;
    private const int RowsTogether = 8;

    // Panels of columns that every panel of rows goes through in turn, because they stay in a level-2 cache.
    private const int PanelsInBlock = 8;

    public static void Run(GramOperands<TElement, TSum> operands, Workers workers)
    {
        if (operands.Rows == 0 || operands.Columns == 0)
            return;
        int panels = (operands.Columns + TTiles.Columns - 1) / TTiles.Columns;
        // A row more than there is, so that panels do not lie in the same sets of a cache.
        long panelLength = (long)(Math.Min(operands.Rows, DotProduct.ChunkLength) + 1) * TTiles.Columns * TTiles.Planes;
        long chunkLength = panels * panelLength;
        int sides = operands.RowWeights is null ? 1 : 2;
        int allChunks = (operands.Rows + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength;
        int chunksTogether = (int)Math.Clamp(PackedBytes / (chunkLength * sides * sizeof(TElement)), 1, allChunks);
        long shiftLength = (long)panels * TTiles.Columns;
        long elements = (2 * shiftLength) + (chunksTogether * sides * chunkLength);
        var memory = (TElement*)workers.Scratch(0).Floats(((elements * sizeof(TElement)) + sizeof(float) - 1) / sizeof(float));
        operands.NegativeShifts = memory;
        operands.NegativeShiftsLow = memory + shiftLength;
        NegateShifts(operands, shiftLength);
        var job = new Job
        {
            Operands = operands,
            Panels = panels,
            PanelLength = panelLength,
            Right = memory + (2 * shiftLength),
            Left = memory + (2 * shiftLength) + ((sides - 1) * chunksTogether * chunkLength),
        };
        long work = (long)operands.Rows * operands.Columns * (operands.Columns + 1) / 2 * TTiles.Planes;
        int parts = (int)Math.Clamp(work / WorkPerPart, 1, workers.Count);
        for (int chunk = 0; chunk < allChunks; chunk += chunksTogether)
        {
            job.FirstRow = chunk * DotProduct.ChunkLength;
            job.Chunks = Math.Min(chunksTogether, allChunks - chunk);
            job.IsPacked = false;
            workers.Run(ref job, parts);
            job.IsPacked = true;
            workers.Run(ref job, parts);
        }
    }

    // Without a shift it is −0, which changes no number that it is added to.
    private static void NegateShifts(in GramOperands<TElement, TSum> operands, long length)
    {
        for (long j = 0; j < length; j++)
        {
            operands.NegativeShifts[j] = -(operands.Shifts is null || j >= operands.Columns ? default : operands.Shifts[j]);
            operands.NegativeShiftsLow[j] = -(operands.ShiftsLow is null || j >= operands.Columns ? default : operands.ShiftsLow[j]);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Job : IParallelJob
    {
        public GramOperands<TElement, TSum> Operands;
        public int Panels;
        public long PanelLength;
        public TElement* Right;
        public TElement* Left;
        public int FirstRow;
        public int Chunks;
        public bool IsPacked;

        public readonly void Invoke(int part, int parts)
        {
            if (IsPacked)
                Multiply(part, parts);
            else
                Pack(part, parts);
        }

        private readonly int RowsOf(int chunk) => Math.Min(DotProduct.ChunkLength, Operands.Rows - FirstRow - (chunk * DotProduct.ChunkLength));

        private readonly long Offset(int chunk, int panel) => (((long)chunk * Panels) + panel) * PanelLength;

        private readonly void Pack(int part, int parts)
        {
            int groups = (Panels + PanelsTogether - 1) / PanelsTogether;
            long items = (long)Chunks * groups;
            for (long item = items * part / parts; item < items * (part + 1) / parts; item++)
            {
                int chunk = (int)(item / groups);
                int first = (int)(item % groups) * PanelsTogether;
                int last = Math.Min(Panels, first + PanelsTogether);
                int rows = RowsOf(chunk);
                for (int row = 0; row < rows; row += RowsTogether)
                {
                    int count = Math.Min(RowsTogether, rows - row);
                    int from = FirstRow + (chunk * DotProduct.ChunkLength) + row;
                    long at = (long)row * TTiles.Columns * TTiles.Planes;
                    for (int panel = first; panel < last; panel++)
                    {
                        TTiles.Pack(Operands, from, count, panel, null, Right + Offset(chunk, panel) + at);
                        if (Operands.RowWeights is not null)
                            TTiles.Pack(Operands, from, count, panel, Operands.RowWeights + from, Left + Offset(chunk, panel) + at);
                    }
                }
            }
        }

        // The pairs of panels of the upper triangle, counted through; each part has a run of them.
        private readonly void Multiply(int part, int parts)
        {
            TElement* tile = stackalloc TElement[TTiles.Rows * TTiles.Columns * TTiles.Planes];
            long pairs = (long)Panels * (Panels + 1) / 2;
            long first = pairs * part / parts;
            long last = pairs * (part + 1) / parts;
            for (int chunk = 0; chunk < Chunks; chunk++)
            {
                long pair = 0;
                for (int block = 0; block < Panels && pair < last; block += PanelsInBlock)
                {
                    int end = Math.Min(Panels, block + PanelsInBlock);
                    for (int left = 0; left < end; left++)
                    {
                        for (int right = Math.Max(left, block); right < end; right++, pair++)
                        {
                            if (pair >= first && pair < last)
                                MultiplyPanels(chunk, left, right, tile);
                        }
                    }
                }
            }
        }

        private readonly void MultiplyPanels(int chunk, int left, int right, TElement* tile)
        {
            int rows = RowsOf(chunk);
            int firstColumn = right * TTiles.Columns;
            int endColumn = Math.Min(Operands.Columns, firstColumn + TTiles.Columns);
            int endRow = Math.Min(Operands.Columns, (left + 1) * TTiles.Columns);
            TElement* leftPanel = Left + Offset(chunk, left);
            TElement* rightPanel = Right + Offset(chunk, right);
            for (int offset = 0; offset < TTiles.Columns; offset += TTiles.Rows)
            {
                int firstRow = (left * TTiles.Columns) + offset;
                if (firstRow >= endRow)
                    return;
                Prefetch(firstRow, Math.Min(endRow, firstRow + TTiles.Rows), firstColumn);
                new Span<TElement>(tile, TTiles.Rows * TTiles.Columns * TTiles.Planes).Clear();
                // Only one half of the columns is there at the end of the matrix, and only one is wanted below the diagonal.
                int half = TTiles.Columns / 2;
                if (endColumn <= firstColumn + half)
                    TTiles.ComputeHalf(rows, leftPanel + offset, rightPanel, tile);
                else if (firstRow >= firstColumn + half)
                    TTiles.ComputeHalf(rows, leftPanel + offset, rightPanel + half, tile + half);
                else
                    TTiles.Compute(rows, leftPanel + offset, rightPanel, tile);
                for (int j = firstRow; j < Math.Min(endRow, firstRow + TTiles.Rows); j++)
                {
                    int column = Math.Max(j, firstColumn);
                    TElement* tileRow = tile + ((long)(j - firstRow) * TTiles.Columns * TTiles.Planes) + (column - firstColumn);
                    TTiles.Join(Operands, tileRow, (j * Operands.GramStride) + column, endColumn - column);
                }
            }
        }

        // The matrix's elements come from afar, and are wanted only when the tile is done.
        private readonly void Prefetch(int firstRow, int endRow, int firstColumn)
        {
            if (!Sse.IsSupported)
                return;
            for (int j = firstRow; j < endRow; j++)
            {
                TSum* sums = Operands.Gram + (j * Operands.GramStride) + firstColumn;
                Sse.Prefetch0(sums);
                Sse.Prefetch0(sums + (TTiles.Columns / 2));
            }
        }
    }
}
