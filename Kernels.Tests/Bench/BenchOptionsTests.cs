using NeuralGpu.Bench;

namespace NeuralGpu.Tests;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Options_ValuesAndFlagsMixed_AreRead()
    {
        var options = new Options(["--json", "--threads", "3", "--device", "opencl"], ["--threads", "--device", "--rounds"], ["--json", "--all"]);

        Assert.True(options.Has("--json"));
        Assert.False(options.Has("--all"));
        Assert.Equal(3, options.Count("--threads", 1));
        Assert.Equal("opencl", options.Text("--device", "cpu"));
        Assert.Equal(9, options.Count("--rounds", 9));
    }

    [Theory]
    [InlineData("--nonsense", "Unknown option '--nonsense'; there are --threads, --clock, --json.")]
    [InlineData("--threads", "--threads needs a value.")]
    public void Options_UnknownOrWithoutValue_SaysWhich(string typed, string expected)
        => Assert.Equal(expected, Assert.Throws<ArgumentException>(() => new Options([typed], ["--threads", "--clock"], ["--json"])).Message);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("two")]
    public void Count_NoWholeNumberFromOneOn_Refuses(string typed)
        => Assert.Contains($"not '{typed}'", Assert.Throws<ArgumentException>(() => new Options(["--threads", typed], ["--threads"]).Count("--threads", 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Choice_OfWords_IsTheFirstUnlessSaid()
    {
        Assert.Equal("wall", new Options([], ["--clock"]).Choice("--clock", "wall", "processor"));
        Assert.Equal("processor", new Options(["--clock", "processor"], ["--clock"]).Choice("--clock", "wall", "processor"));
        Assert.Equal("--clock must be wall or processor, not 'sun'.", Assert.Throws<ArgumentException>(() => new Options(["--clock", "sun"], ["--clock"]).Choice("--clock", "wall", "processor")).Message);
    }
}
