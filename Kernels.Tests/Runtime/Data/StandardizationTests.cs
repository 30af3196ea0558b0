using CsCheck;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class StandardizationTests
{
    // Column 0: 2, 4, 6 (mean 4, population variance (4 + 0 + 4)/3 = 8/3). Column 1: constant.
    private static readonly float[] Rows = [2, 5, 4, 5, 6, 5];

    [Fact]
    public void Fit_ZScore_TakesMeanAndPopulationDeviation()
    {
        var fitted = Standardization.Fit(StandardizationKind.ZScore, Rows, 2);

        Assert.Equal([4f, 5f], fitted.Offsets);
        Assert.Equal([(float)Math.Sqrt(8.0 / 3), 1f], fitted.Scales);
        float edge = (float)(2 / (double)(float)Math.Sqrt(8.0 / 3));
        Assert.Equal([-edge, 0, 0, 0, edge, 0], fitted.Apply(Rows));
    }

    [Fact]
    public void Fit_MinMax_FillsTheUnitInterval()
    {
        var fitted = Standardization.Fit(StandardizationKind.MinMax, Rows, 2);

        Assert.Equal([2f, 5f], fitted.Offsets);
        Assert.Equal([4f, 1f], fitted.Scales);
        Assert.Equal([0f, 0, 0.5f, 0, 1, 0], fitted.Apply(Rows));
        Assert.Equal([-0.5f, 1f], fitted.Apply([0, 6]));
    }

    [Fact]
    public void Fit_Divide_DividesEveryColumn()
    {
        var fitted = Standardization.Fit(StandardizationKind.Divide, Rows, 2, 255);

        Assert.Equal([255f, 255f], fitted.Scales);
        Assert.Equal(Rows.Select(x => x / 255), fitted.Apply(Rows)); // x/255 in binary64 rounds to the binary32 quotient.
    }

    [Fact]
    public void Fit_None_KeepsEveryBit()
    {
        float[] odd = [-0f, float.Epsilon, float.MaxValue, -1];
        float[] kept = Standardization.Fit(StandardizationKind.None, odd, 2).Apply(odd);

        Assert.Equal(odd.Select(BitConverter.SingleToUInt32Bits), kept.Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Fit_ConstantThatHasNoExactMean_GetsScaleOne()
    {
        float[] tenths = [.. Enumerable.Repeat(0.1f, 7)];
        var fitted = Standardization.Fit(StandardizationKind.ZScore, tenths, 1);

        Assert.Equal([1f], fitted.Scales);
        Assert.All(fitted.Apply(tenths), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Fit_LargeMeanAndSmallSpread_KeepsTheDeviation()
    {
        // 1e6 ± 1: a one-pass formula in binary32 would find 0.
        var fitted = Standardization.Fit(StandardizationKind.ZScore, [999_999f, 1_000_001f], 1);

        Assert.Equal([1_000_000f], fitted.Offsets);
        Assert.Equal([1f], fitted.Scales);
    }

    [Fact]
    public void Fit_ZScoreOfAnyRows_HasMeanZeroAndDeviationOne() => Gen.Float[-1000, 1000].Array[2, 50].Where(x => x.Max() - x.Min() > 1).Sample(values =>
    {
        float[] scaled = Standardization.Fit(StandardizationKind.ZScore, values, 1).Apply(values);
        double mean = scaled.Average(x => (double)x);
        double deviation = Math.Sqrt(scaled.Average(x => (x - mean) * (x - mean)));
        // The offset's rounding error is at most 2^-15 for |mean| < 1000, and the deviation is at least 1/√200.
        Assert.Equal(0, mean, 1e-3);
        Assert.Equal(1, deviation, 1e-3);
    }, iter: 200);

    [Fact]
    public void ApplyInPlace_Rows_GivesWhatApplyGives()
    {
        var fitted = Standardization.Fit(StandardizationKind.ZScore, Rows, 2);
        float[] inPlace = [.. Rows];
        fitted.ApplyInPlace(inPlace);

        Assert.Equal(fitted.Apply(Rows), inPlace);
        Assert.Equal([2f, 5, 4, 5, 6, 5], Rows);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Fit_DivisorThatIsNotAboveZero_IsRefused(float divisor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Standardization.Fit(StandardizationKind.Divide, Rows, 2, divisor));

    [Fact]
    public void Fit_BadRows_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Standardization.Fit(StandardizationKind.ZScore, [1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => Standardization.Fit(StandardizationKind.ZScore, [], 2));
        Assert.Throws<ArgumentException>(() => Standardization.Fit(StandardizationKind.ZScore, [1, float.NaN], 1));
        Assert.Throws<ArgumentException>(() => Standardization.Fit(StandardizationKind.MinMax, [float.MinValue, float.MaxValue], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Standardization.Fit(StandardizationKind.ZScore, [1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Standardization.Fit((StandardizationKind)9, [1], 1));
    }

    [Fact]
    public void Apply_RowsOfAnotherWidth_AreRefused() =>
        Assert.Throws<ArgumentException>(() => Standardization.Unchanged(2).Apply([1, 2, 3]));

    [Fact]
    public void Constructor_NumbersOutsideTheirRange_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Standardization(StandardizationKind.ZScore, [0], [0]));
        Assert.Throws<ArgumentException>(() => new Standardization(StandardizationKind.ZScore, [0], [float.NaN]));
        Assert.Throws<ArgumentException>(() => new Standardization(StandardizationKind.ZScore, [float.NaN], [1]));
        Assert.Throws<ArgumentException>(() => new Standardization(StandardizationKind.ZScore, [0, 0], [1]));
        Assert.Throws<ArgumentException>(() => new Standardization(StandardizationKind.ZScore, [], []));
    }
}
