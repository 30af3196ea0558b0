using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Passes over a <see cref="SampleSource"/> in blocks of a multiple of 256 rows, so that the contract's chunks do not depend on their size.</summary>
internal sealed class SampleBlocks
{
    // Numbers below which a second thread takes longer to come than the first to be done.
    private const int SmallestShared = 1 << 13;

    private readonly SampleSource source;
    private readonly IProgress<SolveProgress>? progress;
    private readonly CancellationToken token;
    private readonly SampleBlock[] blocks;
    private long rows = -1;

    /// <summary>Prepares passes.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="rowsPerBlock">A multiple of 256.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="token">Looked at before each block.</param>
    public SampleBlocks(SampleSource source, int rowsPerBlock, IProgress<SolveProgress>? progress, CancellationToken token)
    {
        this.source = source;
        this.progress = progress;
        this.token = token;
        Capacity = rowsPerBlock;
        blocks = [NewBlock(rowsPerBlock, 0), NewBlock(rowsPerBlock, 1)];
    }

    /// <summary>The largest number of rows in a block.</summary>
    public int Capacity { get; }

    /// <summary>Whether each row has a weight.</summary>
    public bool HasWeights => source.HasWeights;

    /// <summary>Passes begun so far.</summary>
    public int Passes { get; private set; }

    /// <summary>Rows of the first 256 (or all that there are).</summary>
    /// <exception cref="DataFormatException">There is none.</exception>
    public SampleBlock First()
    {
        token.ThrowIfCancellationRequested();
        SampleBlock first = NewBlock(DotProduct.ChunkLength, 0);
        using SampleReader reader = source.Open();
        return first.Read(reader, source.Name) ? first : throw new DataFormatException($"There are no rows in {source.Name}; give at least as many as there are coefficients.");
    }

    /// <summary>Blocks that take turns.</summary>
    public int Slots => blocks.Length;

    /// <summary>Reads all rows once; while one block is used, the next is read.</summary>
    /// <exception cref="DataFormatException">The data is damaged, or is not what it was in an earlier pass.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void ForEach(string stage, Action<SampleBlock> use) => ForEach(stage, null, (_, _, _) => { }, _ => { }, use);

    /// <summary>Reads all rows once; while one block is used, the next is read and prepared. Rows in memory need no reading: they are prepared by all threads, then used by all.</summary>
    /// <param name="stage">What the pass is for.</param>
    /// <param name="workers">The threads that use the blocks; null when a device does.</param>
    /// <param name="prepare">Called for rows of each block in turn: the first and how many. For several at the same time, or on another thread while the block before is used.</param>
    /// <param name="count">Called for each block in turn, likewise.</param>
    /// <param name="use">Called for each block in turn.</param>
    /// <exception cref="DataFormatException">The data is damaged, or is not what it was in an earlier pass.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void ForEach(string stage, Workers? workers, Action<SampleBlock, int, int> prepare, Action<SampleBlock> count, Action<SampleBlock> use)
    {
        Passes++;
        using SampleReader reader = source.Open();
        token.ThrowIfCancellationRequested();
        SampleBlock current = blocks[0];
        SampleBlock next = blocks[1];
        bool isThere = current.Take(reader, source.Name);
        while (isThere && current.IsInPlace && workers is not null)
        {
            token.ThrowIfCancellationRequested();
            PrepareTogether(current, reader, workers, prepare, count);
            use(current);
            progress?.Report(new SolveProgress(Passes, stage, reader.Row, reader.Progress));
            isThere = current.Take(reader, source.Name);
        }
        if (isThere)
        {
            current.RequireFinite(reader);
            Prepare(current);
        }
        while (isThere)
        {
            token.ThrowIfCancellationRequested();
            long row = reader.Row;
            double fraction = reader.Progress;
            SampleBlock reading = next;
            Task<bool> ahead = Task.Run(() => Read(reading), CancellationToken.None);
            try
            {
                use(current);
                progress?.Report(new SolveProgress(Passes, stage, row, fraction));
            }
            finally
            {
                // The reader must not be closed while it reads; what it may throw is thrown below.
                ((IAsyncResult)ahead).AsyncWaitHandle.WaitOne();
            }
            isThere = ahead.GetAwaiter().GetResult();
            (current, next) = (next, current);
        }
        if (rows >= 0 && reader.Row != rows)
            throw new DataFormatException($"{source.Name} had {rows} rows when it was read first and {reader.Row} when it was read again; it must not change during a fit.");
        rows = reader.Row;

        bool Read(SampleBlock block)
        {
            if (!block.Read(reader, source.Name))
                return false;
            Prepare(block);
            return true;
        }

        void Prepare(SampleBlock block)
        {
            prepare(block, 0, block.Rows);
            count(block);
        }
    }

    // The counting is one more piece of work beside the chunks.
    private static void PrepareTogether(SampleBlock block, SampleReader reader, Workers workers, Action<SampleBlock, int, int> prepare, Action<SampleBlock> count)
    {
        int pieces = 1 + ((block.Rows + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength);
        int claimed = -1;
        bool areFinite = true;
        workers.Run((long)block.Features.Length < SmallestShared ? 1 : pieces, (_, _) =>
        {
            for (int piece = Interlocked.Increment(ref claimed); piece < pieces; piece = Interlocked.Increment(ref claimed))
            {
                if (piece == 0)
                {
                    count(block);
                    continue;
                }
                int first = (piece - 1) * DotProduct.ChunkLength;
                int rows = Math.Min(DotProduct.ChunkLength, block.Rows - first);
                if (!block.AreFinite(first, rows))
                    Volatile.Write(ref areFinite, false);
                prepare(block, first, rows);
            }
        });
        if (!areFinite)
            block.RequireFinite(reader);
    }

    private SampleBlock NewBlock(int capacity, int slot) => new(capacity, source.FeatureNames.Count, source.TargetNames.Count, source.HasWeights, slot);
}
