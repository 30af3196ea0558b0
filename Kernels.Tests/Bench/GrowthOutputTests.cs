using System.Globalization;
using NeuralGpu.Bench;

namespace NeuralGpu.Tests;

/// <summary>What growth prints of made-up fits.</summary>
public sealed class GrowthOutputTests
{
    private static readonly GrowthSeries Made = new("width", "2 hidden layers", [new(64, 1000, 0.5, 1000, 1000), new(128, 1000, 2, 8000, 8000), new(512, 1000, 4, 8000, 8001)]);

    [Fact]
    public void Exponents_OfPoints_AreTheSlopesBetweenTheirLogarithms()
    {
        IReadOnlyList<double?> exponents = Made.Exponents(point => point.SampleSeconds);

        Assert.Equal([null, 2, 0.5], exponents.Select(exponent => exponent is { } value ? Math.Round(value, 12) : (double?)null));
    }

    [Fact]
    public void Write_Series_HasARowAPoint()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Made.Write(output);

        string[] lines = output.ToString().Split(Environment.NewLine);
        Assert.Equal("width, with 2 hidden layers:", lines[0]);
        Assert.Equal("| 64    |  0.5000 |     500.000 |        – |           1,000 |       1,000 |        – |", lines[4]);
        Assert.Equal("| 128   |  2.0000 |    2000.000 |     2.00 |           8,000 |       8,000 |     3.00 |", lines[5]);
        Assert.Equal("| 512   |  4.0000 |    4000.000 |     0.50 |           8,000 |       8,001 |     0.00 |", lines[6]);
    }
}
