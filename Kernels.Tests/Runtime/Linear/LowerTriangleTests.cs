namespace NeuralGpu.Tests;

/// <summary>Every place of a triangle, once.</summary>
public sealed class LowerTriangleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(97)]
    public void Enumerate_AnySize_HasEveryPlaceOnce(int size)
    {
        var seen = new HashSet<(int, int)>();
        foreach ((int row, int column) in new LowerTriangle(size))
        {
            Assert.InRange(row, 0, size - 1);
            Assert.InRange(column, 0, row);
            Assert.True(seen.Add((row, column)));
        }
        Assert.Equal(size * (size + 1) / 2, seen.Count);
    }
}
