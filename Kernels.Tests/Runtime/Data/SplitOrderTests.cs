using Xunit;

namespace NeuralGpu.Tests;

public sealed class SplitOrderTests
{
    // What seed 1 gave when the order was fixed; a change would move the rows that every user's split holds out.
    private static readonly int[] FixedOrder = [4, 2, 7, 8, 9, 3, 0, 1, 5, 6];

    [Fact]
    public void Shuffle_FixedSeed_StaysTheSame() =>
        Assert.Equal(FixedOrder, SplitOrder.Shuffle(10, seed: 1));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Shuffle_AnyCount_IsAPermutation(int count) =>
        Assert.Equal(Enumerable.Range(0, count), SplitOrder.Shuffle(count, seed: 5).Order());
}
