using System.Globalization;
using System.Text.Json;
using NeuralGpu.Bench;

namespace NeuralGpu.Tests;

/// <summary>What a contest prints of made-up times.</summary>
public sealed class ContestOutputTests
{
    private static readonly Contest Made = new(
        "Two products",
        Unit.GigaFlops,
        [new Contestant("fast", "1.0"), new Contestant("absent", null)],
        [
            new ContestRow("small", 2e9, 1, [0.5, null]) { Limit = 4e9 },
            new ContestRow("large", 8e9, 1, [2, null]) { Limit = 16e9 },
        ])
    {
        Roofline = new Roofline(16e9, 1e9),
    };

    [Fact]
    public void Table_OfTwoRows_HasRatiosAboveOneWhereOursIsFaster()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Made.Write(output, json: false);

        string[] lines = output.ToString().Split('\n');
        Assert.Contains("- absent: not installed", lines);
        Assert.Contains("| small | 2.00 | 50 % of 4 | 4.00 | 0.50 | not installed | – |", lines);
        Assert.Contains("| large | 8.00 | 50 % of 16 | 4.00 | 2.00 | not installed | – |", lines);
        Assert.Contains("Against fast: geometric mean of the ratios 1.000 over 2 rows, least 0.50 at small.", lines);
    }

    [Fact]
    public void Json_OfTwoRows_HasSecondsAndMeans()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Made.Write(output, json: true);

        using JsonDocument document = JsonDocument.Parse(output.ToString());
        JsonElement root = document.RootElement;
        Assert.Equal(1, root.GetProperty("peers")[0].GetProperty("geometricMeanRatio").GetDouble(), 12);
        Assert.Equal(0.5, root.GetProperty("peers")[0].GetProperty("leastRatio").GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("peers")[1].GetProperty("version").ValueKind);
        Assert.Equal(2, root.GetProperty("rows")[1].GetProperty("peers").GetProperty("fast").GetDouble());
        Assert.Equal(0.5, root.GetProperty("rows")[1].GetProperty("shareOfRoofline").GetDouble());
    }

    [Fact]
    public void Grid_OfGemmShapes_IsThreeProductsOfTwelveLayerAndBatchPairs()
    {
        Assert.Equal(36, GemmShape.Grid.Distinct().Count());
        Assert.Contains(new GemmShape(128, 10, 512, Kernels.GemmLayout.NN), GemmShape.Grid);
        Assert.Contains(new GemmShape(512, 10, 128, Kernels.GemmLayout.TN), GemmShape.Grid);
        Assert.Contains(new GemmShape(128, 512, 10, Kernels.GemmLayout.NT), GemmShape.Grid);
    }

    [Theory]
    [InlineData("784")]
    [InlineData("784-0-10")]
    [InlineData("784-a-10")]
    public void Network_ThatIsNone_Refuses(string widths)
        => Assert.Contains($"not '{widths}'", Assert.Throws<ArgumentException>(() => NetworkShape.Parse(widths, "relu")).Message, StringComparison.Ordinal);
}
