using Xunit;

namespace NeuralGpu.Tests;

public sealed class CsvDataReadFeaturesTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ReadFeatures_Header_TakesColumnsByNameInAnyOrder()
    {
        FeatureTable table = CsvData.ReadFeatures(folder.Write("data.csv", "b,id,a,y\n1,x,2,\n3,,4,z\n"), ["a", "b"]);

        Assert.Equal([2f, 1f, 4f, 3f], table.Features);
        Assert.Equal(2, table.FeatureCount);
        Assert.Equal(2, table.Count);
    }

    [Fact]
    public void ReadFeatures_NoHeader_TakesColumnsInOrder() =>
        Assert.Equal([1f, 2f, 3f, 4f], CsvData.ReadFeatures(folder.Write("data.csv", "1,2\n3,4\n"), ["a", "b"]).Features);

    [Fact]
    public void ReadFeatures_OneFeature_NeedsNoComma() =>
        Assert.Equal([1f, 2f], CsvData.ReadFeatures(folder.Write("data.csv", "a\n1\n2\n"), ["a"]).Features);

    [Fact]
    public void ReadFeatures_NumericNames_AreAHeader() =>
        Assert.Equal([7f, 5f], CsvData.ReadFeatures(folder.Write("data.csv", "1,0\n5,7\n"), ["0", "1"]).Features);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b\n", "no data rows")]
    [InlineData("a,x\n1,2\n", "not 'b'", "'a', 'x'")]
    [InlineData("1,2,0\n", "3 columns", "header")]
    [InlineData("1,2,3,4\n", "4 columns", "2 features")]
    [InlineData("1\n", "1 columns", "2 features")]
    [InlineData("a,b\n1,?\n", "line 2", "'b'", "the text '?'")]
    [InlineData("1,nan\n", "line 1", "'b'", "'nan'")]
    [InlineData("a,b,a\n1,2,3\n", "'a' twice")]
    [InlineData("a,b\n1,2\n3\n", "line 3", "1 cells")]
    public void ReadFeatures_BadText_IsRefused(string text, params string[] mentions)
    {
        string path = folder.Write("bad.csv", text);
        Refusal.Of(path, () => CsvData.ReadFeatures(path, ["a", "b"]), mentions);
    }

    [Fact]
    public void ReadFeatures_MissingFile_NamesTheFullPath()
    {
        string path = folder.File("none.csv");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => CsvData.ReadFeatures(path, ["a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFeatures_NoNames_IsRefused() =>
        Assert.Throws<ArgumentException>(() => CsvData.ReadFeatures("data.csv", []));
}
