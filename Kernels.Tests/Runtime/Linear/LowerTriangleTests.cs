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
        var places = new HashSet<int>();
        foreach ((int row, int column) in new LowerTriangle(size))
        {
            Assert.InRange(row, 0, size - 1);
            Assert.InRange(column, 0, row);
            Assert.True(seen.Add((row, column)));
            Assert.InRange(LowerTriangle.Place(row, column), 0, LowerTriangle.Length(size) - 1);
            Assert.True(places.Add(LowerTriangle.Place(row, column)));
        }
        Assert.Equal(size * (size + 1) / 2, seen.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(97)]
    public void Band_AllOfThem_HaveThePlacesOfTheTriangleInItsOrder(int size)
    {
        var expected = new List<(int, int)>();
        foreach ((int row, int column) in new LowerTriangle(size))
            expected.Add((row, column));
        var actual = new List<(int, int)>();
        for (int band = 0; band < LowerTriangle.Bands(size); band++)
        {
            foreach ((int row, int column) in LowerTriangle.Band(size, band))
                actual.Add((row, column));
        }
        Assert.Equal(expected, actual);
    }
}
