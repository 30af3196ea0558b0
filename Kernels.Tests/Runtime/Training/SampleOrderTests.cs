namespace NeuralGpu.Tests;

public class SampleOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Shuffle_AnyCount_IsAPermutation(int count)
    {
        var order = new int[count];
        SampleOrder.Shuffle(order, seed: 5, RandomPurpose.Split, step: 0);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
    }

    [Fact]
    public void Shuffle_FixedSeed_StaysTheSame()
    {
        // A change would move the rows that every user's split holds out, and the weights of every fit.
        var order = new int[10];
        SampleOrder.Shuffle(order, seed: 1, RandomPurpose.Split, step: 0);
        Assert.Equal([3, 9, 5, 1, 2, 7, 6, 4, 0, 8], order);
    }

    [Fact]
    public void Fill_WithoutReplacement_VisitsEverySampleOnceInAnOrderOfTheEpoch()
    {
        int[] first = Fill(Sampling.WithoutReplacement, 100, 100, epoch: 1), second = Fill(Sampling.WithoutReplacement, 100, 100, epoch: 2);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Fill(Sampling.WithoutReplacement, 100, 100, epoch: 1));
    }

    [Fact]
    public void Fill_WithReplacement_DrawsUniformly()
    {
        int[] draws = Fill(Sampling.WithReplacement, 100_000, 10, epoch: 1);
        int[] counts = new int[10];
        foreach (int draw in draws)
            counts[draw]++;
        // 10 000 expected of each; the standard deviation is 95.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Theory]
    [InlineData(Sampling.WithoutReplacement, 150)]
    [InlineData(Sampling.WithReplacement, 160)]
    public void Visits_BatchesOfSixteen_AreTheSamplesOrWholeBatches(Sampling sampling, int expected)
        => Assert.Equal(expected, SampleOrder.Visits(150, 16, sampling));

    private static int[] Fill(Sampling sampling, int visits, int samples, int epoch)
    {
        var order = new int[visits];
        SampleOrder.Fill(order, samples, sampling, seed: 3, epoch);
        return order;
    }
}
