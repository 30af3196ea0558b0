using Xunit;

namespace NeuralGpu.Tests;

public sealed class PowerExpansionTests
{
    [Fact]
    public void Names_DegreeThree_PutsAFeaturesPowersSideBySide() =>
        Assert.Equal(["x", "x^2", "x^3", "y", "y^2", "y^3"], PowerExpansion.Names(["x", "y"], 3));

    [Fact]
    public void Expand_TwoRows_FollowsTheNames() =>
        Assert.Equal([2f, 4, 8, -3, 9, -27, 0.5f, 0.25f, 0.125f, 0, 0, 0], PowerExpansion.Expand([2, -3, 0.5f, 0], ["x", "y"], 3));

    [Fact]
    public void Expand_DegreeOne_IsACopyOfTheSameBits()
    {
        float[] features = [-0f, float.Epsilon, float.MaxValue, float.NaN];
        Assert.Equal(features.Select(BitConverter.SingleToUInt32Bits), PowerExpansion.Expand(features, ["x"], 1).Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Expand_PowersBetweenBinary32Numbers_AreRoundedOnceFromBinary64()
    {
        float x = 1.7f;
        float square = x * x;
        float twice = square * x;

        float cube = PowerExpansion.Expand([x], ["x"], 3)[2];

        Assert.Equal((float)((double)x * x * x), cube);
        Assert.NotEqual(twice, cube);
    }

    [Fact]
    public void Expand_NoRows_GivesNone() => Assert.Empty(PowerExpansion.Expand([], ["x", "y"], 4));

    [Fact]
    public void Expand_PowerBeyondBinary32_NamesRowFeatureAndPower()
    {
        string message = Assert.Throws<DataFormatException>(() => PowerExpansion.Expand([1, 1, 1, 1e13f], ["a", "b"], 3)).Message;
        foreach (string word in new[] { "Row 1", "'b'", "1E+13", "power 3", "lower degree" })
            Assert.Contains(word, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    public void Expand_DegreeOutOfItsRange_Throws(int degree)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(degree), () => PowerExpansion.Expand([1], ["x"], degree));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(degree), () => PowerExpansion.Names(["x"], degree));
    }

    [Fact]
    public void Expand_PartOfARow_Throws() =>
        Assert.Throws<ArgumentException>("features", () => PowerExpansion.Expand([1, 2, 3], ["x", "y"], 2));
}
