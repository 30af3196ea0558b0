namespace NeuralGpu.Kernels;

/// <summary>Which tile a GPU uses for which product: the one that is done first by an estimate from a table of what tiles reach.</summary>
/// <remarks>
/// The estimate: multiprocessors work on as many groups at a time as their registers hold; a round of groups takes as long as the groups' multiply-adds at the tile's rate, whether or not a multiprocessor has its fill.
/// So a large tile, which reads less, wins where there are many groups, and small ones or a split where there are few. Splitting costs the launch and the traffic of the join.
/// </remarks>
public static class TileTable
{
    // 64 MB of chunk sums at most.
    private const long MostScratch = 1 << 24;

    // A second launch and the time until it has filled the device, in multiply-adds of a multiprocessor.
    private const double JoinLaunch = 500_000;

    // Multiply-adds in the time that a multiprocessor takes to write and read a chunk's sum.
    private const double JoinElement = 100;

    /// <summary>What is known of each tile.</summary>
    public static IReadOnlyList<TileFigures> Tiles { get; } =
    [
        // Rates are estimates until a GPU has been measured (bench tune): by numbers read from shared memory a multiply-add and by loop overhead. Groups by registers, of which a multiprocessor has 65 536.
        new(GemmTile.Tile128x128, 128, 128, Threads: 256, SharedBytes: 16_896, Resident: 1, Rate: 0.85),
        new(GemmTile.Tile128x64, 128, 64, Threads: 128, SharedBytes: 12_800, Resident: 2, Rate: 0.80),
        new(GemmTile.Tile64x64, 64, 64, Threads: 256, SharedBytes: 17_408, Resident: 3, Rate: 0.65),
        new(GemmTile.Tile32x32, 32, 32, Threads: 64, SharedBytes: 9_216, Resident: 10, Rate: 0.50),
        new(GemmTile.Tile128x16, 128, 16, Threads: 128, SharedBytes: 9_728, Resident: 6, Rate: 0.50),
    ];

    /// <summary>The plan for a product on a device.</summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Terms of a dot product.</param>
    /// <param name="multiprocessors">Of the device.</param>
    /// <param name="mostThreads">Threads of a group at most.</param>
    /// <param name="sharedBytes">Shared memory of a group at most.</param>
    /// <exception cref="NotSupportedException">The device takes none of the tiles.</exception>
    public static GemmPlan Choose(int m, int n, int k, int multiprocessors, int mostThreads, long sharedBytes)
    {
        GemmPlan? best = null;
        double least = double.PositiveInfinity;
        int chunks = GemmPlan.Chunks(k);
        long elements = (long)m * n;
        foreach (TileFigures tile in Tiles)
        {
            if (tile.Threads > mostThreads || tile.SharedBytes > sharedBytes)
                continue;
            double whole = Cost(tile, m, n, 1, k, multiprocessors);
            if (whole < least)
                (best, least) = (new GemmPlan(tile.Tile, false), whole);
            if (chunks == 1 || chunks * (elements + n) > MostScratch)
                continue;
            double split = Cost(tile, m, n, chunks, DotProduct.ChunkLength, multiprocessors) + JoinLaunch + (JoinElement * chunks * elements / multiprocessors);
            if (split < least)
                (best, least) = (new GemmPlan(tile.Tile, true), split);
        }
        return best ?? throw new NotSupportedException($"Matrix products need groups of {Tiles.Min(tile => tile.Threads)} threads with {Tiles.Min(tile => tile.SharedBytes)} bytes of shared memory, but this device has {mostThreads} threads and {sharedBytes} bytes. Use the CPU device.");
    }

    internal static GemmPlan Choose(ExecutionTarget target, in GemmProblem problem)
        => Choose(problem.M, problem.N, problem.K, target.Accelerator.NumMultiprocessors, target.Accelerator.MaxNumThreadsPerGroup, target.Accelerator.MaxSharedMemoryPerGroup);

    // In multiply-adds of a multiprocessor that does nothing else.
    private static double Cost(TileFigures tile, int m, int n, int parts, int terms, int multiprocessors)
    {
        double groups = Math.Ceiling(m / (double)tile.Rows) * Math.Ceiling(n / (double)tile.Columns) * parts;
        double rounds = Math.Ceiling(groups / ((double)multiprocessors * tile.Resident));
        return rounds * tile.Resident * tile.Rows * tile.Columns * terms / tile.Rate;
    }
}
