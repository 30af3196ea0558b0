using NeuralGpu.Bench;

namespace NeuralGpu.Tests;

public sealed class CrossoverTests
{
    private static readonly long[] Sizes = [64, 128, 256, 512];

    [Fact]
    public void Of_WinsFromOneSizeOn_IsThatSize()
        => Assert.Equal(new Crossover(256, 512, Always: false), Crossover.Of(Sizes, [1, 2, 4, 8], [3, 3, 3, 3]));

    [Fact]
    public void Of_LosesAgainBetween_IsTheSizeAfterTheLastLoss()
        => Assert.Equal(new Crossover(512, 512, Always: false), Crossover.Of(Sizes, [1, 4, 4, 8], [2, 3, 5, 7]));

    [Fact]
    public void Of_WinsEverywhere_IsTheSmallestSize()
        => Assert.Equal(new Crossover(64, 512, Always: true), Crossover.Of(Sizes, [2, 2, 2, 2], [1, 1, 1, 1]));

    [Fact]
    public void Of_LosesAtTheLargest_IsNone()
        => Assert.Equal(new Crossover(null, 512, Always: false), Crossover.Of(Sizes, [2, 2, 2, 2], [1, 1, 1, 3]));

    [Fact]
    public void Of_EqualTimes_IsNone()
        => Assert.Null(Crossover.Of(Sizes, [2, 2, 2, 2], [2, 2, 2, 2])!.From);

    [Fact]
    public void Of_SizesThatOneDidNotDo_AreLeftOut()
        => Assert.Equal(new Crossover(128, 256, Always: false), Crossover.Of(Sizes, [1, 4, 4, 8], [2, 3, 3, null]));

    [Fact]
    public void Of_NothingInCommon_IsNull()
        => Assert.Null(Crossover.Of(Sizes, [1, 2, null, null], [null, null, 1, 1]));

    [Fact]
    public void Of_SeriesOfOtherLengths_Refuses()
        => Assert.Contains("4 sizes, but 4 times of the CPU and 3", Assert.Throws<ArgumentException>(() => Crossover.Of(Sizes, [1, 2, 3, 4], [1, 2, 3])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(256, false, "from 256 on")]
    [InlineData(64, true, "at every size, from 64 on")]
    [InlineData(-1, false, "not up to 512")]
    public void InWords_OfEachKind_SaysWhereItWins(long from, bool always, string expected)
        => Assert.Equal(expected, new Crossover(from < 0 ? null : from, 512, always).InWords(size => $"{size}"));
}
