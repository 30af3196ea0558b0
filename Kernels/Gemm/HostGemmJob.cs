using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>One multiplication on the host, shared among the threads of a team.</summary>
internal readonly unsafe struct HostGemmJob<TEpilogue, TKernel, TLanes, TVector> : IParallelJob
    where TEpilogue : struct, IEpilogue
    where TKernel : struct, IMicroKernel
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    // Chunks that are packed together, at most: C is read and written once for each set of tiles below it, and comes from afar for the first of them only.
    private const int ChunksTogether = 4;
    private const int MostTerms = ChunksTogether * DotProduct.ChunkLength;

    // A packed block of B is eight megabytes at most.
    private const int NumbersOfB = 1 << 21;

    // Tiles of rows in a packed block of A as deep as it can be (96 or 48 rows, 384 or 192 KB): half a level-2 cache, which is a megabyte or more where registers are the widest.
    private const int TilesOfA = 8;

    private const int FloatsInLine = 16;

    // A micro-kernel asks for a line at each fourth term.
    private const int TermsOfLine = 4;

    // Numbers of C (16 MB) that are more than stays in a cache until somebody reads them.
    private const long StreamedFrom = 1 << 22;

    private readonly GemmProblem problem;
    private readonly float* a;
    private readonly float* b;
    private readonly float* columnSums;
    private readonly GemmOutput<TEpilogue, TLanes, TVector> output;
    private readonly Workers workers;

    // A large C that is written only once goes past the caches, where its tiles are whole lines.
    private readonly bool isStreamed;

    public HostGemmJob(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
    {
        this.problem = problem;
        this.a = (float*)a.Address;
        this.b = (float*)b.Address;
        columnSums = (float*)problem.ColumnSums.Address;
        output = new GemmOutput<TEpilogue, TLanes, TVector>(problem, c, epilogue);
        this.workers = workers;
        isStreamed = problem.K <= DotProduct.ChunkLength && !output.NeedsFinish && (long)problem.M * problem.N >= StreamedFrom
            && TKernel.Columns % FloatsInLine == 0 && problem.N % FloatsInLine == 0 && c.Address % (FloatsInLine * sizeof(float)) == 0;
    }

    // Numbers of a packed block of A one chunk deep that holds all rows, at most (576 or 288 rows, 576 or 288 KB): it has the cache for itself then, but for a panel of B.
    private static int NumbersOfA => TilesOfA * TKernel.Rows * MostTerms * 3 / 2;

    public void Invoke(int part, int parts)
    {
        int rowTiles = (problem.Rows + TKernel.Rows - 1) / TKernel.Rows;
        int columnTiles = (problem.N + TKernel.Columns - 1) / TKernel.Columns;
        bool byColumns = columnTiles >= parts && (columnTiles * TKernel.Columns >= rowTiles * TKernel.Rows || rowTiles < 2 * parts);
        if (byColumns)
        {
            int first = (int)((long)columnTiles * part / parts) * TKernel.Columns;
            int last = Math.Min(problem.N, (int)((long)columnTiles * (part + 1) / parts) * TKernel.Columns);
            Compute(0, problem.Rows, first, last, workers.Scratch(part));
        }
        else
        {
            int first = (int)((long)rowTiles * part / parts) * TKernel.Rows;
            int last = Math.Min(problem.Rows, (int)((long)rowTiles * (part + 1) / parts) * TKernel.Rows);
            Compute(first, last, 0, problem.N, workers.Scratch(part));
        }
    }

    private void Compute(int firstRow, int endRow, int firstColumn, int endColumn, ScratchMemory scratch)
    {
        if (firstRow >= endRow || firstColumn >= endColumn)
            return;
        int rows = endRow - firstRow;
        int rowsOfC = Math.Min(endRow, problem.M) - firstRow;
        int columns = endColumn - firstColumn;
        // Not too many rows and a large B: one block of A holds all rows for a chunk, and a panel of B is packed, used and forgotten.
        bool isFlat = (long)columns * problem.K >= NumbersOfB && Padded(rows, TKernel.Rows) * DotProduct.ChunkLength <= NumbersOfA;
        int mostTerms = isFlat ? DotProduct.ChunkLength : MostTerms;
        int depth = Math.Clamp(problem.K, 1, mostTerms);
        int mostRows = isFlat ? rows : MostTerms / depth * TilesOfA * TKernel.Rows;
        int mostColumns = isFlat ? TKernel.Columns : NumbersOfB / depth / TKernel.Columns * TKernel.Columns;
        long sizeA = Padded(Math.Min(rows, mostRows), TKernel.Rows) * depth;
        long sizeB = Padded(Math.Min(columns, mostColumns), TKernel.Columns) * depth;
        long sizeOld = problem.Beta != 0f ? (long)rowsOfC * columns : 0;
        float* packedA = scratch.Floats(sizeA + sizeB + sizeOld);
        float* packedB = packedA + sizeA;
        float* old = packedB + sizeB;
        if (problem.Beta != 0f)
            output.Copy(firstRow, firstColumn, rowsOfC, columns, old);

        if (problem.K == 0)
        {
            output.Clear(firstRow, firstColumn, rowsOfC, columns);
            output.Finish(firstRow, firstColumn, rowsOfC, columns, old, columns);
            if (endRow > problem.M)
            {
                new Span<float>(columnSums + firstColumn, columns).Clear();
                output.TakeSums(firstColumn, columns, columnSums + firstColumn);
            }
            return;
        }
        for (int term = 0; term < problem.K; term += mostTerms)
        {
            int terms = Math.Min(mostTerms, problem.K - term);
            for (int column = firstColumn; column < endColumn; column += mostColumns)
            {
                int blockColumns = Math.Min(mostColumns, endColumn - column);
                // Where B goes on after this block.
                float* next = column + blockColumns < endColumn ? AtB(term, column + blockColumns) : term + terms < problem.K ? AtB(term + terms, firstColumn) : null;
                for (int row = firstRow; row < endRow; row += mostRows)
                {
                    int blockRows = Math.Min(mostRows, endRow - row);
                    if (!isFlat || column == firstColumn)
                        PackA(row, blockRows, term, terms, packedA);
                    float* oldBlock = old + ((long)(row - firstRow) * columns) + (column - firstColumn);
                    Block(row, blockRows, column, blockColumns, term, terms, packedA, packedB, oldBlock, columns, row == firstRow, next);
                }
            }
        }
        if (isStreamed)
            HostSimd.FinishStreaming();
    }

    // Panel of B by panel, so that it stays in the first cache; within it chunk by chunk, so that the panel's columns of C stay in the second. The first block of rows packs B, each panel when it comes to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Block(int row, int rows, int column, int columns, int term, int terms, float* packedA, float* packedB, float* old, int oldStride, bool packs, float* next)
    {
        float* edge = stackalloc float[TKernel.Rows * TKernel.Columns];
        int tiles = (rows + TKernel.Rows - 1) / TKernel.Rows;
        long heightA = Padded(rows, TKernel.Rows);
        long widthB = Padded(columns, TKernel.Columns);
        for (int j = 0; j < columns; j += TKernel.Columns)
        {
            int tileColumns = Math.Min(TKernel.Columns, columns - j);
            bool isWhole = tileColumns == TKernel.Columns;
            for (int chunk = 0; chunk < terms; chunk += DotProduct.ChunkLength)
            {
                int depth = ChunkTerms(chunk, terms);
                bool firstTilePacks = packs && isWhole && (!problem.IsTransposedB || (TKernel.Transposes && rows >= TKernel.Rows && depth % TransposedPanel.TermsTogether == 0));
                bool join = term + chunk > 0;
                bool isLast = chunk + depth == terms;
                bool finish = output.NeedsFinish && term + chunk + depth == problem.K;
                TileWrite write = join ? TileWrite.Join : (isStreamed ? TileWrite.Stream : TileWrite.Store);
                float* panelA = packedA + (chunk * heightA);
                float* panelB = packedB + (chunk * widthB) + ((long)j * depth);
                float* ahead;
                if (packs)
                    ahead = !isLast ? AtB(term + chunk + depth, column + j) : (j + TKernel.Columns < columns ? AtB(term, column + j + TKernel.Columns) : next);
                else
                    ahead = isLast ? packedB + ((long)(j + TKernel.Columns) * ChunkTerms(0, terms)) : packedB + ((chunk + depth) * widthB) + ((long)j * ChunkTerms(chunk + depth, terms));
                if (packs && !firstTilePacks)
                    Packing.B(problem, b, term + chunk, depth, column + j, tileColumns, TKernel.Columns, panelB);
                for (int i = 0; i < rows; i += TKernel.Rows)
                {
                    bool tilePacks = firstTilePacks && i == 0;
                    int wanted = Math.Min(TKernel.Rows, rows - i);
                    int tileRows = Math.Min(wanted, problem.M - row - i);
                    float* tile = output.At(row + i, column + j);
                    // Sums of columns, and rows or columns that the kernel computes but C has not, take the way over a buffer.
                    bool isDirect = isWhole && tileRows == (tilePacks ? TKernel.Rows : TKernel.RowsOf(wanted));
                    float* to = isDirect ? tile : edge;
                    long stride = isDirect ? problem.N : TKernel.Columns;
                    TileWrite how = isDirect ? write : TileWrite.Store;
                    // Later chunks find the panel's columns of C in the second cache.
                    if (isDirect && !isStreamed && chunk == 0)
                        TileRow.Prefetch(tile, problem.N, tileRows, TKernel.Columns);
                    if (tilePacks && problem.IsTransposedB)
                        TKernel.InvokeTransposing(depth, panelA, AtB(term + chunk, column + j), problem.ColumnStrideB, panelB, to, stride, how);
                    else if (tilePacks)
                        TKernel.InvokePacking(depth, panelA, AtB(term + chunk, column + j), problem.RowStrideB, panelB, to, stride, how);
                    else
                        TKernel.Invoke(wanted, depth, panelA, panelB, to, stride, how, packs ? AheadInB(i / TKernel.Rows, firstTilePacks, depth, ahead, panelB) : AheadInPanel(i / TKernel.Rows, tiles, depth, ahead));
                    if (!isDirect)
                    {
                        for (int r = 0; r < tileRows; r++)
                            TileRow.Merge<TLanes, TVector>(edge + (r * TKernel.Columns), tile + ((long)r * problem.N), tileColumns, join);
                        if (tileRows < wanted)
                        {
                            TileRow.Merge<TLanes, TVector>(edge + (tileRows * TKernel.Columns), columnSums + column + j, tileColumns, join);
                            if (finish)
                                output.TakeSums(column + j, tileColumns, columnSums + column + j);
                        }
                    }
                    if (finish)
                        output.Finish(row + i, column + j, tileRows, tileColumns, old + ((long)i * oldStride) + j, oldStride);
                    panelA += TKernel.Rows * depth;
                }
            }
        }
    }

    // A packed panel, in as many pieces as there are tiles before it; its beginning where they are too few to ask for all of its lines.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LinesAhead AheadInPanel(int tile, int tiles, int depth, float* panel)
    {
        int step = Math.Min(FloatsInLine, TermsOfLine * Math.Max(1, TKernel.Columns / tiles));
        return new LinesAhead(panel + ((long)tile * (depth / TermsOfLine) * step), step, 0);
    }

    // The part of B that becomes the next panel. It comes from memory, often a page or more from row to row, so that it is asked for evenly and not long before its use: rows at such distances share few sets of the cache.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LinesAhead AheadInB(int tile, bool firstTilePacks, int depth, float* source, float* otherwise)
    {
        int lines = depth / TermsOfLine;
        if (source != null && problem.IsTransposedB)
        {
            // Some lines of each column; a line is 16 terms.
            int each = Math.Max(1, lines / TKernel.Columns);
            int turn = firstTilePacks ? tile - 1 : tile;
            if (turn * each * FloatsInLine < depth)
                return new LinesAhead(source + (turn * each * FloatsInLine), problem.ColumnStrideB, lines % TKernel.Columns == 0 ? FloatsInLine - ((long)TKernel.Columns * problem.ColumnStrideB) : 0);
        }
        else if (source != null && tile > 0 && (tile - 1) / TermsOfLine * FloatsInLine < TKernel.Columns)
        {
            // A line of a quarter of the rows. The first tile is busy with packing.
            int turn = tile - 1;
            float* line = source + (turn / TermsOfLine * FloatsInLine);
            return new LinesAhead(line + ((long)(turn % TermsOfLine) * lines * problem.RowStrideB), problem.RowStrideB, 0);
        }
        return new LinesAhead(otherwise, 0, 0);
    }

    private float* AtB(int term, int column) => b + ((long)term * problem.RowStrideB) + ((long)column * problem.ColumnStrideB);

    private void PackA(int row, int rows, int term, int terms, float* packed)
    {
        int rowsOfA = Math.Min(rows, problem.M - row);
        long height = Padded(rows, TKernel.Rows);
        // Where rows are contiguous, each of them in one piece.
        int together = problem.IsTransposedA ? rows : TKernel.Rows;
        for (int i = 0; i < rowsOfA; i += together)
        {
            for (int chunk = 0; chunk < terms; chunk += DotProduct.ChunkLength)
            {
                int depth = ChunkTerms(chunk, terms);
                float* source = a + ((long)(row + i) * problem.RowStrideA) + ((long)(term + chunk) * problem.ColumnStrideA);
                float* to = packed + (chunk * height) + ((long)i * depth);
                if (problem.IsTransposedA)
                    Packing.Contiguous(source, problem.ColumnStrideA, rowsOfA, depth, TKernel.Rows, to);
                else
                    Packing.Transposed(source, problem.RowStrideA, Math.Min(together, rowsOfA - i), depth, TKernel.Rows, to);
            }
        }
        for (int chunk = 0; rowsOfA < rows && chunk < terms; chunk += DotProduct.ChunkLength)
            Packing.Ones(rowsOfA, ChunkTerms(chunk, terms), TKernel.Rows, packed + (chunk * height));
    }

    private static int ChunkTerms(int chunk, int terms) => Math.Min(DotProduct.ChunkLength, terms - chunk);

    private static long Padded(int count, int multiple) => (count + multiple - 1) / multiple * multiple;
}
