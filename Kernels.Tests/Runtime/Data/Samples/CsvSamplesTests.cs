using System.Globalization;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class CsvSamplesTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Read_AnyBlockSize_GivesTheRowsInOrder(int blockRows)
    {
        SampleSource source = SampleSource.FromCsv(folder.Write("data.csv", "a,y,b,w,z\n1,2,3,4,5\n6,7,8,9,10\n\n11,12,13,14,15\n"), ["z", "y"], ["b", "a"], "w");

        AllSamples all = AllSamples.Of(source, blockRows);

        Assert.Equal(["b", "a"], source.FeatureNames);
        Assert.Equal(["z", "y"], source.TargetNames);
        Assert.Equal([3, 1, 8, 6, 13, 11], all.Features);
        Assert.Equal([5, 2, 10, 7, 15, 12], all.Targets);
        Assert.Equal([4, 9, 14], all.Weights);
        Assert.Equal(3, all.Rows);
    }

    [Fact]
    public void Read_EveryKindOfNumber_HasTheBitsOfTheNearestBinary64()
    {
        string[] cells = ["0.1", "-1e-300", " 12345678901234567890 ", "\"1.7976931348623157e308\"", "4.9406564584124654e-324", "+3", ".5", "7.", "-0", "9007199254740993", "0.30000000000000004", "1E5", "123456789.123456789"];
        SampleSource source = SampleSource.FromCsv(folder.Write("data.csv", "x,y\n" + string.Concat(cells.Select(cell => $"{cell},1\n"))), ["y"]);

        double[] expected = [.. cells.Select(cell => double.Parse(cell.Trim(' ', '"'), CultureInfo.InvariantCulture))];

        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), AllSamples.Of(source, 4).Features.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Open_Twice_ReadsFromTheFirstRowEachTime()
    {
        SampleSource source = SampleSource.FromCsv(folder.Write("data.csv", "x,y\n1,2\n3,4\n"), ["y"]);
        using SampleReader first = source.Open();
        using SampleReader second = source.Open();
        var x = new double[1];
        var y = new double[1];

        Assert.Equal(1, first.Read(x, y, []));
        Assert.Equal(1, first.Read(x, y, []));
        Assert.Equal(1, second.Read(x, y, []));

        Assert.Equal(1, x[0]);
        Assert.Equal(0, first.Read(x, y, []));
        Assert.Equal(1, first.Progress);
    }

    [Fact]
    public void FromCsv_NoHeader_NamesColumnsByNumber()
    {
        SampleSource source = SampleSource.FromCsv(folder.Write("data.csv", "1,2,3\n4,5,6\n"), ["c1"]);

        Assert.Equal(["c0", "c2"], source.FeatureNames);
        Assert.Equal([2, 5], AllSamples.Of(source, 8).Targets);
    }

    [Fact]
    public void FromCsv_NoFeaturesGiven_TakesAllButTargetsAndWeights()
        => Assert.Equal(["a", "d"], SampleSource.FromCsv(folder.Write("data.csv", "a,b,c,d\n1,2,3,4\n"), ["b"], features: null, "c").FeatureNames);

    [Fact]
    public void Read_TextInAColumnThatIsNotUsed_IsLeftAlone()
        => Assert.Equal([1], AllSamples.Of(SampleSource.FromCsv(folder.Write("data.csv", "x,name,y\n1,Ada,2\n"), ["y"], ["x"]), 8).Features);

    [Theory]
    [InlineData("x,y\n", "no data rows", "line 1")]
    [InlineData("x,y\n1,2\n3\n", "line 3", "1 cells", "2")]
    [InlineData("x,y\n1,2\n3,4,5\n", "line 3", "3 cells")]
    [InlineData("x,y\n1,2\n3,\n", "line 3", "'y'", "an empty cell", "remove the row")]
    [InlineData("x,y\n1,2\nnan,4\n", "line 3", "'x'", "'nan'", "fill in a value")]
    [InlineData("x,y\n1,2\n3,-inf\n", "line 3", "'y'", "'-inf'")]
    [InlineData("x,y\n1e999,2\n", "line 2", "'x'", "beyond ±1.8e308", "rescale")]
    [InlineData("x,y\n1,2\n\n3,four\n", "line 4", "'y'", "the text 'four'", "encode")]
    [InlineData("x,y\n1,\"2\n", "line 2", "quote")]
    public void Read_BadRow_NamesTheLineAndTheColumn(string text, params string[] mentions)
    {
        string path = folder.Write("bad.csv", text);
        Refusal.Of(path, () => AllSamples.Of(SampleSource.FromCsv(path, ["y"]), 2), mentions);
    }

    [Fact]
    public void Read_BytesThatAreNotText_AreRefused()
    {
        string path = folder.Write("bad.csv", [.. "x,y\n1,"u8, 0xff, .. "\n"u8]);
        Refusal.Of(path, () => AllSamples.Of(SampleSource.FromCsv(path, ["y"]), 2), "line 2", "UTF-8");
    }

    [Theory]
    [InlineData("", "empty file")]
    [InlineData("y\n1\n", "no column for a feature", "'y'")]
    [InlineData("x;y\n1;2\n", "no column 'y'", "'x;y'")]
    [InlineData("x,x,y\n1,2,3\n", "'x' twice")]
    [InlineData("x,z\n1,2\n", "no column 'y' for the target", "'x', 'z'")]
    public void FromCsv_BadHeader_IsRefused(string text, params string[] mentions)
    {
        string path = folder.Write("bad.csv", text);
        Refusal.Of(path, () => SampleSource.FromCsv(path, ["y"]), mentions);
    }

    [Theory]
    [InlineData("y", "q", null, "no column 'q' for the feature")]
    [InlineData("y", "x", "q", "no column 'q' for the weight")]
    [InlineData("y", "y", null, "'y' as the target and as the feature")]
    [InlineData("y", "x", "x", "'x' as the weight and as the feature")]
    [InlineData("y", "x", "y", "'y' as the target and as the weight")]
    [InlineData("y,y", "x", null, "'y' twice among the targets")]
    [InlineData("y,1", "x", null, "'y' twice among the targets")]
    [InlineData("y", "x,x", null, "'x' twice among the features")]
    public void FromCsv_ColumnsThatDoNotFit_AreRefused(string targets, string features, string? weights, string mention)
    {
        string path = folder.Write("data.csv", "x,y,z\n1,2,3\n");
        Refusal.Of(path, () => SampleSource.FromCsv(path, targets.Split(','), features.Split(','), weights), mention);
    }

    [Fact]
    public void FromCsv_NoTargets_IsRefused() => Assert.Throws<ArgumentException>(() => SampleSource.FromCsv("data.csv", []));

    [Fact]
    public void FromCsv_MissingFile_NamesIt() => Assert.Contains("none.csv", Assert.Throws<FileNotFoundException>(() => SampleSource.FromCsv(folder.File("none.csv"), ["y"])).Message, StringComparison.Ordinal);
}
