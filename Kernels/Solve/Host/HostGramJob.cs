using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>One phase of <see cref="HostGram{TTiles, TElement, TSum}"/> over some chunks of rows, shared among the threads.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct HostGramJob<TTiles, TElement, TSum> : IParallelJob
    where TTiles : struct, IGramTiles<TElement, TSum>
    where TElement : unmanaged
    where TSum : unmanaged
{
    // Panels packed together, so that a row is read in longer pieces, and rows in a turn of each.
    private const int PanelsTogether = 4;
    private const int RowsTogether = 8;

    // Panels of rows whose packed numbers stay in a level-2 cache while all panels of columns go by.
    private const int PanelsInBlock = 4;

    // So many blocks for each thread, about: they are of different sizes, and one that is held up leaves the rest to the others.
    private const int BlocksPerPart = 6;

    public GramOperands<TElement, TSum> Operands;
    public int Panels;
    public long PanelLength;
    public TElement* Right;
    public TElement* Left;
    public TElement* Tiles;
    public long TilesLength;
    public int FirstRow;
    public int Chunks;
    public int LeftPanels;
    public int RightPanels;
    public int Blocks;
    public int* Claimed;
    public HostGramPhase Phase;

    /// <summary>Divides the upper triangle into blocks, some panels of rows by panels of columns: whole rows where there are enough of them, since a row of the matrix should stay in one thread's caches.</summary>
    public void Divide(int parts)
    {
        LeftPanels = Math.Clamp(Panels / (BlocksPerPart * parts), 1, PanelsInBlock);
        int pairs = Panels * (Panels + 1) / 2;
        RightPanels = Panels >= BlocksPerPart * parts / 2 ? Panels : Math.Max(1, pairs / (BlocksPerPart * parts));
        Blocks = 0;
        for (int left = 0; left < Panels; left += LeftPanels)
            Blocks += BlocksFrom(left);
    }

    public readonly void Invoke(int part, int parts)
    {
        if (Phase == HostGramPhase.Pack)
            Pack(part, parts);
        else if (Phase == HostGramPhase.Multiply)
            Multiply(part, parts);
        else if (Phase == HostGramPhase.Narrow)
            MultiplyNarrow(part, parts);
        else
            JoinNarrow(part, parts);
    }

    private static int TileLength => TTiles.Rows * TTiles.Columns * TTiles.Planes;

    private readonly int RowsOf(int chunk) => Math.Min(DotProduct.ChunkLength, Operands.Rows - FirstRow - (chunk * DotProduct.ChunkLength));

    private readonly long Offset(int chunk, int panel) => (((long)chunk * Panels) + panel) * PanelLength;

    private readonly void Pack(int part, int parts)
    {
        int groups = (Panels + PanelsTogether - 1) / PanelsTogether;
        long items = (long)Chunks * groups;
        for (long item = items * part / parts; item < items * (part + 1) / parts; item++)
        {
            int first = (int)(item % groups) * PanelsTogether;
            Pack((int)(item / groups), first, Math.Min(Panels, first + PanelsTogether));
        }
    }

    private readonly void Pack(int chunk, int firstPanel, int endPanel)
    {
        int rows = RowsOf(chunk);
        for (int row = 0; row < rows; row += RowsTogether)
        {
            int count = Math.Min(RowsTogether, rows - row);
            int from = FirstRow + (chunk * DotProduct.ChunkLength) + row;
            long at = (long)row * TTiles.Columns * TTiles.Planes;
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                TTiles.Pack(Operands, from, count, panel, null, Right + Offset(chunk, panel) + at);
                if (Operands.RowWeights is not null)
                    TTiles.Pack(Operands, from, count, panel, Operands.RowWeights + from, Left + Offset(chunk, panel) + at);
            }
        }
    }

    private readonly void MultiplyNarrow(int part, int parts)
    {
        for (int chunk = Chunks * part / parts; chunk < Chunks * (part + 1) / parts; chunk++)
        {
            Pack(chunk, 0, Panels);
            TElement* tile = Tiles + (chunk * TilesLength);
            for (int left = 0; left < Panels; left++)
            {
                for (int right = left; right < Panels; right++)
                {
                    for (int offset = 0; offset < TTiles.Columns; offset += TTiles.Rows, tile += TileLength)
                        Compute(chunk, left, right, offset, tile);
                }
            }
        }
    }

    // Each tile by one thread, chunk after chunk.
    private readonly void JoinNarrow(int part, int parts)
    {
        int tilesOfPair = TTiles.Columns / TTiles.Rows;
        int all = Panels * (Panels + 1) / 2 * tilesOfPair;
        int first = (int)((long)all * part / parts);
        int end = (int)((long)all * (part + 1) / parts);
        int at = 0;
        for (int left = 0; left < Panels; left++)
        {
            for (int right = left; right < Panels; right++)
            {
                for (int offset = 0; offset < TTiles.Columns; offset += TTiles.Rows, at++)
                {
                    for (int chunk = 0; at >= first && at < end && chunk < Chunks; chunk++)
                        Join(left, right, offset, Tiles + (chunk * TilesLength) + ((long)at * TileLength));
                }
            }
        }
    }

    // Each part begins with a block of its own, the same for every chunk and mostly on the same thread, and goes on with what is left.
    private readonly void Multiply(int part, int parts)
    {
        for (int block = part; block < Blocks; block = parts - 1 + Interlocked.Increment(ref *Claimed))
            MultiplyBlock(block);
    }

    private readonly void MultiplyBlock(int block)
    {
        int firstLeft = 0;
        for (; block >= BlocksFrom(firstLeft); firstLeft += LeftPanels)
            block -= BlocksFrom(firstLeft);
        int firstRight = firstLeft + (block * RightPanels);
        int endLeft = Math.Min(Panels, firstLeft + LeftPanels);
        int endRight = Math.Min(Panels, firstRight + RightPanels);
        TElement* tile = stackalloc TElement[TileLength];
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            for (int right = firstRight; right < endRight; right++)
            {
                for (int left = firstLeft; left < Math.Min(endLeft, right + 1); left++)
                    MultiplyPanels(chunk, left, right, tile);
            }
        }
    }

    private readonly int BlocksFrom(int firstLeft) => (Panels - firstLeft + RightPanels - 1) / RightPanels;

    private readonly void MultiplyPanels(int chunk, int left, int right, TElement* tile)
    {
        int endRow = Math.Min(Operands.Columns, (left + 1) * TTiles.Columns);
        for (int offset = 0; offset < TTiles.Columns; offset += TTiles.Rows)
        {
            int firstRow = (left * TTiles.Columns) + offset;
            if (firstRow >= endRow)
                return;
            Prefetch(firstRow, Math.Min(endRow, firstRow + TTiles.Rows), right * TTiles.Columns);
            Compute(chunk, left, right, offset, tile);
            Join(left, right, offset, tile);
        }
    }

    private readonly void Compute(int chunk, int left, int right, int offset, TElement* tile)
    {
        int rows = RowsOf(chunk);
        int firstRow = (left * TTiles.Columns) + offset;
        int firstColumn = right * TTiles.Columns;
        int endColumn = Math.Min(Operands.Columns, firstColumn + TTiles.Columns);
        if (firstRow >= Operands.Columns)
            return;
        TElement* leftPanel = Left + Offset(chunk, left);
        TElement* rightPanel = Right + Offset(chunk, right);
        new Span<TElement>(tile, TileLength).Clear();
        // Only one half of the columns is there at the end of the matrix, and only one is wanted below the diagonal.
        int half = TTiles.Columns / 2;
        if (endColumn <= firstColumn + half)
            TTiles.ComputeHalf(rows, leftPanel + offset, rightPanel, tile);
        else if (firstRow >= firstColumn + half)
            TTiles.ComputeHalf(rows, leftPanel + offset, rightPanel + half, tile + half);
        else
            TTiles.Compute(rows, leftPanel + offset, rightPanel, tile);
    }

    private readonly void Join(int left, int right, int offset, TElement* tile)
    {
        int firstRow = (left * TTiles.Columns) + offset;
        int firstColumn = right * TTiles.Columns;
        int endRow = Math.Min(Operands.Columns, firstRow + TTiles.Rows);
        int endColumn = Math.Min(Operands.Columns, firstColumn + TTiles.Columns);
        for (int j = firstRow; j < endRow; j++)
        {
            int column = Math.Max(j, firstColumn);
            TElement* tileRow = tile + ((long)(j - firstRow) * TTiles.Columns * TTiles.Planes) + (column - firstColumn);
            TTiles.Join(Operands, tileRow, (j * Operands.GramStride) + column, endColumn - column);
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
