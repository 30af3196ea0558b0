using Xunit;

namespace NeuralGpu.Tests;

/// <summary>Targets for a loss, class weights and signed targets.</summary>
public sealed class LossTargetsTests
{
    private static readonly LabeledData Two = LabeledData.ForClassification([1, 2, 3], ["a"], "y", ["no", "yes"], [1, 0, 1]);
    private static readonly LabeledData Three = LabeledData.ForClassification([1, 2, 3, 4], ["a"], "y", ["p", "q", "r"], [0, 1, 2, 1]);
    private static readonly LabeledData Numbers = LabeledData.ForRegression([1, 2], ["a"], "price", [1, 2]);

    [Theory]
    [InlineData(Loss.Hinge)]
    [InlineData(Loss.SquaredHinge)]
    [InlineData(Loss.Logistic)]
    public void ToDataset_MarginLoss_IsMinusOrPlusOne(Loss loss)
    {
        Assert.Equal([1f, -1, 1], Two.ToDataset(1, loss).Targets);
        Assert.Equal([-1f, 1, 1, -1, -1, 1], Two.ToDataset(2, loss).Targets);
        Assert.Equal([1f, -1, -1, -1, 1, -1, -1, -1, 1, -1, 1, -1], Three.ToDataset(3, loss).Targets);
        Assert.Same(Two.Features, Two.ToDataset(1, loss).Inputs);
        Assert.Null(Two.ToDataset(1, loss).SampleWeights);
    }

    [Theory]
    [InlineData(Loss.CrossEntropy)]
    [InlineData(Loss.MeanSquaredError)]
    public void ToDataset_OtherLoss_IsAsWithoutOne(Loss loss)
    {
        Assert.Equal(Two.ToDataset(1).Targets, Two.ToDataset(1, loss).Targets);
        Assert.Equal(Three.ToDataset(3).Targets, Three.ToDataset(3, loss).Targets);
        Assert.Equal(Numbers.ToDataset(1).Targets, Numbers.ToDataset(1, Loss.MeanSquaredError).Targets);
    }

    [Fact]
    public void ToDataset_ClassWeights_BecomeSampleWeights()
    {
        Assert.Equal([0.5f, 2, 0, 2], Three.ToDataset(3, Loss.CrossEntropy, [0.5f, 2, 0]).SampleWeights!);
        Assert.Equal([3f, 1, 3], Two.ToDataset(1, Loss.Hinge, [1, 3]).SampleWeights!);
    }

    [Fact]
    public void ToDataset_UnfitClassWeights_SayWhichAndWhy()
    {
        Assert.Contains("2 class weights for 3 classes", Refused([1, 1]), StringComparison.Ordinal);
        Assert.Contains("class 'q' is NaN", Refused([1, float.NaN, 1]), StringComparison.Ordinal);
        Assert.Contains("class 'r' is -1", Refused([1, 1, -1]), StringComparison.Ordinal);
        Assert.Contains("class 'p' is Infinity", Refused([float.PositiveInfinity, 1, 1]), StringComparison.Ordinal);
        Assert.Contains("zero", Refused([0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("zero", Assert.Throws<ArgumentException>(() => Three.Select([0]).ToDataset(3, Loss.Hinge, [0, 1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("no classes to weight", Assert.Throws<ArgumentException>(() => Numbers.ToDataset(1, Loss.MeanSquaredError, [1])).Message, StringComparison.Ordinal);

        static string Refused(float[] weights) => Assert.Throws<ArgumentException>(() => Three.ToDataset(3, Loss.CrossEntropy, weights)).Message;
    }

    [Fact]
    public void ToDataset_MarginLossThatDoesNotFit_IsRefused()
    {
        var one = LabeledData.ForClassification([1], ["a"], "y", ["p"], [0]);

        Assert.Contains("loss for classes", Assert.Throws<ArgumentException>(() => Numbers.ToDataset(1, Loss.Hinge)).Message, StringComparison.Ordinal);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => one.ToDataset(1, Loss.Logistic)).Message, StringComparison.Ordinal);
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => Three.ToDataset(1, Loss.Hinge)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BalancedClassWeights_Counts_GiveEachClassTheSameTotal()
    {
        // n = 4, K = 3: 4/(3 · 1), 4/(3 · 2), 4/(3 · 1).
        Assert.Equal([4f / 3, 2f / 3, 4f / 3], Three.BalancedClassWeights());
        // Without class p: n = 3, K = 2: 3/(2 · 2), 3/(2 · 1).
        Assert.Equal([0f, 0.75f, 1.5f], Three.Select([1, 2, 3]).BalancedClassWeights());
        Assert.Equal([1f, 1, 1], BuiltInData.Load("iris").BalancedClassWeights());
    }

    [Fact]
    public void BalancedClassWeights_NothingToBalance_IsRefused()
    {
        Assert.Contains("'price' is a number", Assert.Throws<InvalidOperationException>(Numbers.BalancedClassWeights).Message, StringComparison.Ordinal);
        Assert.Contains("without rows", Assert.Throws<InvalidOperationException>(() => Three.Select([]).BalancedClassWeights()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0f, 1, 0 }, 0f, 1f, new[] { -1f, 1, -1 })]
    [InlineData(new[] { 2f, 1, 2 }, 1f, 2f, new[] { 1f, -1, 1 })]
    [InlineData(new[] { -1f, 1 }, -1f, 1f, new[] { -1f, 1 })]
    [InlineData(new[] { 0f, -0f, -7.5f }, -7.5f, 0f, new[] { 1f, 1, -1 })]
    public void SignedTargets_TwoValues_AreMinusAndPlusOne(float[] labels, float negative, float positive, float[] targets)
    {
        SignedTargets signed = SignedTargets.From(labels);

        Assert.Equal(targets, signed.Targets);
        Assert.Equal(negative, signed.Negative);
        Assert.Equal(positive, signed.Positive);
    }

    [Theory]
    [InlineData(new float[0], "no labels")]
    [InlineData(new[] { 1f, 1 }, "All 2 labels are 1")]
    [InlineData(new[] { 3f, 1, 2 }, "3 distinct labels (1, 2, 3)")]
    [InlineData(new[] { 3f, 1, 2 }, "one-vs-rest")]
    [InlineData(new[] { 0f, float.NaN, 1 }, "sample 1 is NaN")]
    [InlineData(new[] { 0f, 1, float.NegativeInfinity }, "sample 2 is -Infinity")]
    public void SignedTargets_NotTwoFiniteValues_SaysWhatWasFound(float[] labels, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => SignedTargets.From(labels)).Message, StringComparison.Ordinal);
}
