using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public class TileTableTests
{
    private static readonly int[] Sizes = [1, 100, 5000];

    // An H200's limits.
    private const int Multiprocessors = 132, MostThreads = 1024, SharedBytes = 49_152;

    [Theory]
    [InlineData(4096, 4096, 4096, GemmTile.Tile128x128, false)] // many groups: the largest tile
    [InlineData(60_000, 10, 512, GemmTile.Tile128x16, false)] // ten classes: the narrow one
    [InlineData(128, 512, 128, GemmTile.Tile32x32, false)] // few elements: the smallest
    [InlineData(784, 10, 60_000, GemmTile.Tile128x16, true)] // few elements, many terms: shared out
    public void Choose_AShapeOfTraining_TakesWhatSuitsIt(int m, int n, int k, GemmTile tile, bool split)
        => Assert.Equal(new GemmPlan(tile, split), TileTable.Choose(m, n, k, Multiprocessors, MostThreads, SharedBytes));

    [Fact]
    public void Choose_OneChunk_IsNeverSplit()
        => Assert.All(from m in Sizes from n in Sizes select TileTable.Choose(m, n, 256, Multiprocessors, MostThreads, SharedBytes), plan => Assert.False(plan.Split));

    [Fact]
    public void Choose_SumsThatNeedTooMuchMemory_IsNotSplit()
        => Assert.False(TileTable.Choose(64, 64, int.MaxValue - 1, Multiprocessors, MostThreads, SharedBytes).Split);

    [Fact]
    public void Choose_SmallGroups_TakesATileThatFits()
    {
        GemmPlan plan = TileTable.Choose(4096, 4096, 4096, Multiprocessors, mostThreads: 64, SharedBytes);
        Assert.Equal(GemmTile.Tile32x32, plan.Tile);
    }

    [Fact]
    public void Choose_GroupsThatAreTooSmall_SaysWhatIsNeeded()
    {
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => TileTable.Choose(8, 8, 8, Multiprocessors, mostThreads: 16, SharedBytes));
        Assert.Contains("64 threads", exception.Message, StringComparison.Ordinal);
        Assert.Contains("16 threads", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_OfTheTable_AreAllThereAreAndFitEveryGpu()
    {
        Assert.Equal(Enum.GetValues<GemmTile>(), TileTable.Tiles.Select(tile => tile.Tile));
        Assert.All(TileTable.Tiles, tile => Assert.Equal($"Tile{tile.Rows}x{tile.Columns}", tile.Tile.ToString()));
        // 32 KB and 256 threads: the least of OpenCL's GPUs.
        Assert.All(TileTable.Tiles, tile => Assert.True(tile.SharedBytes <= 32_768 && tile.Threads <= 256));
        Assert.All(TileTable.Tiles, tile => Assert.InRange(tile.Alone, 0.01, tile.Rate));
        Assert.Equal(1.0, TileTable.Tiles.Max(tile => tile.Rate));
    }
}
