using System.Numerics;

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

    // Up to so many panels there are too few tiles to share them out.
    private const int FewPanels = 2;

    // Up to so many a packed chunk stays in a cache, so that a chunk a thread is faster where there are enough chunks.
    private const int NarrowPanels = 8;

    // Numbers to join above which it is worth a meeting of the threads.
    private const long JoinedAlone = 1 << 12;

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
        bool isNarrow = panels <= FewPanels || (panels <= NarrowPanels && chunksTogether >= workers.Count);
        long tilesLength = isNarrow ? (long)panels * (panels + 1) / 2 * TTiles.Columns * TTiles.Columns * TTiles.Planes : 0;
        long elements = (2 * shiftLength) + (chunksTogether * ((sides * chunkLength) + tilesLength));
        var memory = (TElement*)workers.Scratch(0).Floats(((elements * sizeof(TElement)) + sizeof(float) - 1) / sizeof(float));
        operands.NegativeShifts = memory;
        operands.NegativeShiftsLow = memory + shiftLength;
        NegateShifts(operands, shiftLength);
        var job = new HostGramJob<TTiles, TElement, TSum>
        {
            Operands = operands,
            Panels = panels,
            PanelLength = panelLength,
            Right = memory + (2 * shiftLength),
            Left = memory + (2 * shiftLength) + ((sides - 1) * chunksTogether * chunkLength),
            Tiles = memory + (2 * shiftLength) + (chunksTogether * sides * chunkLength),
            TilesLength = tilesLength,
        };
        int claimed = 0;
        job.Claimed = &claimed;
        long work = (long)operands.Rows * operands.Columns * (operands.Columns + 1) / 2 * TTiles.Planes;
        int parts = (int)Math.Clamp(work / WorkPerPart, 1, workers.Count);
        job.Divide(parts);
        for (int chunk = 0; chunk < allChunks; chunk += chunksTogether)
        {
            job.FirstRow = chunk * DotProduct.ChunkLength;
            job.Chunks = Math.Min(chunksTogether, allChunks - chunk);
            if (isNarrow)
            {
                job.Phase = HostGramPhase.Narrow;
                workers.Run(ref job, Math.Min(parts, job.Chunks));
                job.Phase = HostGramPhase.Join;
                workers.Run(ref job, job.Chunks * tilesLength > JoinedAlone ? parts : 1);
                continue;
            }
            job.Phase = HostGramPhase.Pack;
            workers.Run(ref job, parts);
            job.Phase = HostGramPhase.Multiply;
            claimed = 0;
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
}
