using CsCheck;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class LabeledDataTests
{
    private static LabeledData Classified(int count, params string[] classes) => LabeledData.ForClassification(
        [.. Enumerable.Range(0, count * 2).Select(i => (float)i)], ["a", "b"], "y", classes, [.. Enumerable.Range(0, count).Select(i => i % classes.Length)]);

    [Fact]
    public void ToDataset_Classes_AreOneHot()
    {
        Dataset dataset = Classified(3, "p", "q", "r").ToDataset(3);

        Assert.Equal([1f, 0, 0, 0, 1, 0, 0, 0, 1], dataset.Targets);
        Assert.Equal([0f, 1, 2, 3, 4, 5], dataset.Inputs);
        Assert.Equal(2, dataset.Features);
        Assert.Equal(3, dataset.Outputs);
    }

    [Fact]
    public void ToDataset_TwoClassesAndOneOutput_AreZeroAndOne() =>
        Assert.Equal([0f, 1, 0], Classified(3, "p", "q").ToDataset(1).Targets);

    [Fact]
    public void ToDataset_TwoClassesAndTwoOutputs_AreOneHot() =>
        Assert.Equal([1f, 0, 0, 1], Classified(2, "p", "q").ToDataset(2).Targets);

    [Fact]
    public void ToDataset_Values_AreOneColumn() =>
        Assert.Equal([0.5f, -2], LabeledData.ForRegression([1, 2], ["a"], "y", [0.5f, -2]).ToDataset(1).Targets);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void ToDataset_OutputsThatDoNotFitClasses_AreRefused(int outputs) =>
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => Classified(3, "p", "q", "r").ToDataset(outputs)).Message, StringComparison.Ordinal);

    [Fact]
    public void ToDataset_SeveralOutputsForValues_AreRefused() =>
        Assert.Throws<ArgumentException>(() => LabeledData.ForRegression([1], ["a"], "y", [1]).ToDataset(2));

    [Fact]
    public void Select_Rows_CopiesThemInOrder()
    {
        LabeledData chosen = Classified(4, "p", "q").Select([3, 0, 3]);

        Assert.Equal([6f, 7, 0, 1, 6, 7], chosen.Features);
        Assert.Equal([1, 0, 1], chosen.ClassIndices!);
        Assert.Equal(["p", "q"], chosen.Classes!);
        Assert.Equal([2f], LabeledData.ForRegression([1, 2], ["a"], "y", [1, 2]).Select([1]).Values!);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Select_RowOutsideTheTable_IsRefused(int row) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Classified(4, "p", "q").Select([row]));

    [Theory]
    [InlineData(10, 0.2, 2)]
    [InlineData(10, 0.25, 3)] // 2.5 rounds away from zero.
    [InlineData(10, 0.001, 1)]
    [InlineData(10, 0.999, 9)]
    [InlineData(2, 0.5, 1)]
    [InlineData(1797, 0.2, 359)]
    public void Split_Fraction_HoldsOutThatMany(int count, double fraction, int held)
    {
        (LabeledData remaining, LabeledData heldOut) = Classified(count, "p", "q").Split(fraction, seed: 1);

        Assert.Equal(held, heldOut.Count);
        Assert.Equal(count - held, remaining.Count);
    }

    [Fact]
    public void Split_AnySeed_DealsEachRowOnceInOrder() => Gen.Select(Gen.Int[2, 60], Gen.Double[0.01, 0.99], Gen.ULong).Sample((count, fraction, seed) =>
    {
        LabeledData data = LabeledData.ForRegression([.. Enumerable.Range(0, count).Select(i => (float)i)], ["a"], "y", new float[count]);
        (LabeledData remaining, LabeledData held) = data.Split(fraction, seed);
        Assert.Equal(remaining.Features.Order(), remaining.Features);
        Assert.Equal(held.Features.Order(), held.Features);
        Assert.Equal(data.Features, remaining.Features.Concat(held.Features).Order());
    }, iter: 200);

    [Fact]
    public void Split_Seed_DecidesTheRows()
    {
        LabeledData data = Classified(100, "p", "q");

        Assert.Equal(data.Split(0.3, 7).Held.Features, data.Split(0.3, 7).Held.Features);
        Assert.NotEqual(data.Split(0.3, 7).Held.Features, data.Split(0.3, 8).Held.Features);
    }

    [Fact]
    public void Split_ManySeeds_HoldOutEveryRowAboutAsOften()
    {
        var data = LabeledData.ForRegression([0, 1, 2, 3, 4], ["a"], "y", new float[5]);
        var times = new int[5];
        for (ulong seed = 0; seed < 5000; seed++)
            times[(int)data.Split(0.2, seed).Held.Features[0]]++;

        // 1000 expected of each, standard deviation 28: six deviations either way.
        Assert.All(times, count => Assert.InRange(count, 830, 1170));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Split_FractionOutsideTheOpenInterval_IsRefused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Classified(4, "p", "q").Split(fraction, 1));

    [Fact]
    public void Split_OneRow_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Classified(1, "p").Split(0.5, 1));

    [Fact]
    public void ForClassification_PartsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => LabeledData.ForClassification([1, 2, 3], ["a", "b"], "y", ["p"], [0]));
        Assert.Throws<ArgumentException>(() => LabeledData.ForClassification([1], ["a"], "y", ["p"], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LabeledData.ForClassification([], [], "y", ["p"], []));
    }
}
