namespace NeuralGpu.Kernels;

/// <summary>Which tile a GPU uses for which product: the one that is done first, by an estimate from a table of what the tiles reach.</summary>
/// <remarks>
/// The estimate: groups are spread evenly over the multiprocessors, and one takes as long as its groups' multiply-adds do at the tile's rate, but no less than a group by itself does, once for every lot of groups that its registers hold.
/// So a large tile, which reads less, wins where there are many groups; small ones, or a split of k, where there are few. A split costs the launch and the traffic of the join.
/// </remarks>
public static class TileTable
{
    // 64 MB of chunk sums at most.
    private const long MostScratch = 1 << 24;

    // The join's launch until it has filled the device, about 3 microseconds, in multiply-adds of a multiprocessor, which does about 200 in a nanosecond.
    private const double JoinLaunch = 600_000;

    // A chunk's sum written and read again, 8 bytes at about 36 bytes a nanosecond for each multiprocessor, in multiply-adds.
    private const double JoinElement = 45;

    /// <summary>What is known of each tile. Rates are estimates until they have been measured on a GPU (the benchmark's verb tune): by the numbers read from shared memory for a multiply-add, the warps of a group and the overhead of the loop.</summary>
    public static IReadOnlyList<TileFigures> Tiles { get; } =
    [
        TileFigures.Of<Tile128x128>(GemmTile.Tile128x128, resident: 1, rate: 1.00, alone: 1.00),
        TileFigures.Of<Tile128x64>(GemmTile.Tile128x64, resident: 2, rate: 0.95, alone: 0.75),
        TileFigures.Of<Tile64x64>(GemmTile.Tile64x64, resident: 2, rate: 0.75, alone: 0.65),
        TileFigures.Of<Tile32x32>(GemmTile.Tile32x32, resident: 8, rate: 0.60, alone: 0.25),
        TileFigures.Of<Tile128x16>(GemmTile.Tile128x16, resident: 4, rate: 0.60, alone: 0.50),
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
        foreach (TileFigures tile in Tiles)
        {
            if (tile.Threads > mostThreads || tile.SharedBytes > sharedBytes)
                continue;
            Consider(new GemmPlan(tile.Tile, Split: false), Time(tile, m, n, 1, k, multiprocessors));
            int chunks = GemmPlan.Chunks(k);
            if (CanSplit(m, n, k))
                Consider(new GemmPlan(tile.Tile, Split: true), Time(tile, m, n, chunks, DotProduct.ChunkLength, multiprocessors) + JoinLaunch + (JoinElement * chunks * m * n / multiprocessors));
        }
        return best ?? throw new NotSupportedException($"Matrix products need groups of {Tiles.Min(tile => tile.Threads)} threads with {Tiles.Min(tile => tile.SharedBytes)} bytes of shared memory, but this device has {mostThreads} threads and {sharedBytes} bytes. Use the CPU device.");

        void Consider(GemmPlan plan, double time)
        {
            if (time < least)
                (best, least) = (plan, time);
        }
    }

    /// <summary>Whether there are chunks of k to share out, and memory for their sums.</summary>
    public static bool CanSplit(int m, int n, int k) => k > DotProduct.ChunkLength && (long)GemmPlan.Chunks(k) * (m + 1) <= MostScratch / n;

    /// <summary>Floats of <see cref="ExecutionTarget.Scratch"/> that a product takes on a target.</summary>
    /// <param name="target">Where it is computed.</param>
    /// <param name="layout">Which operand is transposed.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Terms of a dot product.</param>
    /// <param name="hasColumnSums">Whether op(B)'s column sums are wanted too.</param>
    public static long ScratchFor(ExecutionTarget target, GemmLayout layout, int m, int n, int k, bool hasColumnSums = false)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Workers is not null || target.ProcessorLanes > 0 || !Choose(target, new GemmProblem(layout, m, n, k, 1f, 0f)).Split)
            return 0;
        return (long)GemmPlan.Chunks(k) * (hasColumnSums ? m + 1 : m) * n;
    }

    internal static GemmPlan Choose(ExecutionTarget target, in GemmProblem problem)
        => Choose(problem.M, problem.N, problem.K, target.Accelerator.NumMultiprocessors, target.Accelerator.MaxNumThreadsPerGroup, target.Accelerator.MaxSharedMemoryPerGroup);

    // In multiply-adds of a multiprocessor at the fastest tile's rate.
    private static double Time(TileFigures tile, int m, int n, int parts, int terms, int multiprocessors)
    {
        double groups = Math.Ceiling(m / (double)tile.Rows) * Math.Ceiling(n / (double)tile.Columns) * parts;
        double groupsEach = Math.Ceiling(groups / multiprocessors);
        return (double)tile.Rows * tile.Columns * terms * Math.Max(groupsEach / tile.Rate, Math.Ceiling(groupsEach / tile.Resident) / tile.Alone);
    }
}
