using System.Globalization;
using System.Text.Json;
using NeuralGpu.Bench;

namespace NeuralGpu.Tests;

/// <summary>What compare prints of made-up times.</summary>
public sealed class ComparisonOutputTests
{
    private static readonly Comparison Made = new(
        [
            new("cuda", "A <fast> GPU", "CUDA 12", 0, new Roofline(2e12, 1e12), 0.5, 0.25, 1.5),
            new("cpu", "A CPU", "AVX2", 2, new Roofline(1e11, 2e10), 0.01, 0.002, 0.4),
        ],
        ["opencl (Old): it offers OpenCL 1.2"],
        [
            new("Gemm", "n", Unit.GigaFlops, [new(64, "64", 2e9, [4, 1]), new(128, "128", 16e9, [2, 4]), new(256, "256", 128e9, [1, null])]),
            new("Epoch", "samples", Unit.Seconds, [new(100, "100", 1, [0.5, 2])]),
        ],
        IsComplete: true);

    [Fact]
    public void Tables_OfTwoDevices_HaveRatesRatiosAndTheCrossover()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        ComparisonTables.Write(Made, output);

        string[] lines = output.ToString().Split('\n');
        Assert.Contains("| n   |   cuda |  cpu | cuda / cpu |", lines);
        Assert.Contains("| 64  | 0.5000 | 2.00 |       0.25 |", lines);
        Assert.Contains("| 128 |   8.00 | 4.00 |       2.00 |", lines);
        Assert.Contains("| 256 |  128.0 |    – |          – |", lines);
        Assert.Contains("cuda is faster than cpu: from 128 on.", lines);
        Assert.Contains("Not used: opencl (Old): it offers OpenCL 1.2", lines);
        Assert.DoesNotContain("Stopped on the way.", lines);
    }

    [Fact]
    public void Json_OfTwoDevices_HasSecondsByDeviceAndCrossovers()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Json.Write(output, ComparisonDocument.Of(Made));

        using JsonDocument document = JsonDocument.Parse(output.ToString());
        JsonElement root = document.RootElement;
        Assert.Equal("cuda", root.GetProperty("devices")[0].GetProperty("name").GetString());
        Assert.Equal(2e12, root.GetProperty("devices")[0].GetProperty("roofline").GetProperty("flops").GetDouble());
        JsonElement gemm = root.GetProperty("works")[0];
        JsonElement largest = gemm.GetProperty("points")[2];
        Assert.Equal(256, largest.GetProperty("size").GetInt64());
        Assert.Equal(1, largest.GetProperty("seconds").GetProperty("cuda").GetDouble());
        Assert.Equal(JsonValueKind.Null, largest.GetProperty("seconds").GetProperty("cpu").ValueKind);
        Assert.Equal(128, gemm.GetProperty("crossovers").GetProperty("cuda").GetProperty("from").GetInt64());
        Assert.True(root.GetProperty("isComplete").GetBoolean());
    }

    [Fact]
    public void Html_OfTwoDevices_IsOnePageWithAChartAndNothingFromElsewhere()
    {
        string page = new ComparisonPage(Made).Html();

        Assert.Single(page.Split("<svg ").Skip(1));
        Assert.Contains("A &lt;fast&gt; GPU", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<fast>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<?xml", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.Contains("cuda is faster than cpu: from 128 on.", page, StringComparison.Ordinal);
    }
}
