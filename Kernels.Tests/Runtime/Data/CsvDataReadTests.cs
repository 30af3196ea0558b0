using System.Text;
using CsCheck;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class CsvDataReadTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private LabeledData Read(string text, string? target = null, LearningTask? task = null, string[]? classes = null, string[]? features = null) =>
        CsvData.Read(folder.Write("data.csv", text), target, task, classes, features);

    [Fact]
    public void Read_HeaderAndText_ClassifiesByLastColumn()
    {
        LabeledData data = Read("a,b,kind\n1,2,dog\n3.5,-4e-3,cat\n5,6,dog\n");

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal("kind", data.TargetName);
        Assert.Equal(LearningTask.Classify, data.Task);
        Assert.Equal(["cat", "dog"], data.Classes!);
        Assert.Equal([1, 0, 1], data.ClassIndices!);
        Assert.Equal([1f, 2f, 3.5f, -0.004f, 5f, 6f], data.Features);
        Assert.Equal(3, data.Count);
        Assert.Null(data.Values);
    }

    [Fact]
    public void Read_AllNumbersInFirstRow_HasNoHeader()
    {
        LabeledData data = Read("1,2,0\n3,4,1\n");

        Assert.Equal(["c0", "c1"], data.FeatureNames);
        Assert.Equal("c2", data.TargetName);
        Assert.Equal(2, data.Count);
    }

    [Fact]
    public void Read_NumbersThenRepeatedLabel_HasNoHeader()
    {
        LabeledData data = Read("5.1,3.5,setosa\n6.2,3.4,virginica\n4.9,3.0,setosa\n");

        Assert.Equal(["c0", "c1"], data.FeatureNames);
        Assert.Equal([0, 1, 0], data.ClassIndices!);
    }

    [Fact]
    public void Read_NumbersThenNameThatIsNoLabel_HasHeader()
    {
        LabeledData data = Read("400.5,401.5,kind\n1,2,x\n3,4,y\n");

        Assert.Equal(["400.5", "401.5"], data.FeatureNames);
        Assert.Equal(2, data.Count);
    }

    [Fact]
    public void Read_NumericLabels_SortsThemAsNumbers()
    {
        LabeledData data = Read("a,y\n1,10\n2,9\n3,-1\n");

        Assert.Equal(["-1", "9", "10"], data.Classes!);
        Assert.Equal([2, 1, 0], data.ClassIndices!);
    }

    [Fact]
    public void Read_TwentyDistinctWholeNumbers_Classifies() =>
        Assert.Equal(20, Read(Column(20)).Classes!.Count);

    [Fact]
    public void Read_TwentyOneDistinctWholeNumbers_Regresses()
    {
        LabeledData data = Read(Column(21));

        Assert.Equal(LearningTask.Regress, data.Task);
        Assert.Equal(21, data.Values!.Length);
        Assert.Null(data.Classes);
        Assert.Null(data.ClassIndices);
    }

    [Fact]
    public void Read_FractionsInTarget_Regresses() =>
        Assert.Equal([0.5f, 1f, 0.5f], Read("a,y\n1,0.5\n2,1\n3,0.5\n").Values!);

    [Fact]
    public void Read_TaskGiven_IsNotInferred()
    {
        Assert.Equal([1f, 2f], Read("a,y\n1,1\n2,2\n", task: LearningTask.Regress).Values!);
        Assert.Equal(["0.5", "1.5"], Read("a,y\n1,0.5\n2,1.5\n", task: LearningTask.Classify).Classes!);
    }

    [Theory]
    [InlineData("y")]
    [InlineData("0")]
    public void Read_TargetByNameOrIndex_TakesThatColumn(string target)
    {
        LabeledData data = Read("y,a,b\n0,1,2\n1,3,4\n", target);

        Assert.Equal("y", data.TargetName);
        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1f, 2f, 3f, 4f], data.Features);
    }

    [Fact]
    public void Read_NameThatLooksLikeAnIndex_IsTakenAsAName() =>
        Assert.Equal("1", Read("1,a,b\n0,1,2\n1,3,4\n", "1").TargetName);

    [Theory]
    [InlineData("\uFEFFa,b,y\n1,2,n\n3,4,m\n")]
    [InlineData("a,b,y\r\n1,2,n\r\n3,4,m\r\n")]
    [InlineData("a,b,y\n1,2,n\n3,4,m\n\n\n")]
    [InlineData("a,b,y\n\n1,2,n\n3,4,m")]
    [InlineData("\"a\",\"b\",y\n1,\"2\",\"n\"\n3,4,m\n")]
    [InlineData("a, b ,y\n 1,2 , n\n3,\t4,m\n")]
    public void Read_SpellingsOfTheSameTable_ReadAlike(string text)
    {
        LabeledData data = Read(text);

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1f, 2f, 3f, 4f], data.Features);
        Assert.Equal(["m", "n"], data.Classes!);
        Assert.Equal([1, 0], data.ClassIndices!);
    }

    [Fact]
    public void Read_QuotedCommasQuotesAndLineBreaks_StayInTheCell() =>
        Assert.Equal(["a \"b\", c", "line\nbreak"], Read("x,y\n1,\"a \"\"b\"\", c\"\n2,\"line\nbreak\"\n").Classes!);

    [Fact]
    public void Read_ClassesOfAModel_IndicesReferToThem()
    {
        LabeledData data = Read("a,y\n1,cat\n2,cat\n", classes: ["fox", "cat"]);

        Assert.Equal(["fox", "cat"], data.Classes!);
        Assert.Equal([1, 1], data.ClassIndices!);
    }

    [Fact]
    public void Read_FeaturesOfAModel_ReordersAndLeavesOutOthers()
    {
        LabeledData data = Read("id,b,y,a\nq,1,0,2\nr,3,1,4\n", "y", features: ["a", "b"]);

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([2f, 1f, 4f, 3f], data.Features);
    }

    [Fact]
    public void Read_FeaturesOfAModelWithoutHeader_TakesColumnsInOrder()
    {
        LabeledData data = Read("1,2,0\n3,4,1\n", features: ["a", "b"]);

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1f, 2f, 3f, 4f], data.Features);
    }

    [Fact]
    public void Read_NumericNamesThatTheModelKnows_AreAHeader() =>
        Assert.Equal(2, Read("0,1,2\n5,6,0\n7,8,1\n", "2", features: ["0", "1"]).Count);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\n", "empty")]
    [InlineData("a,b,y\n", "no data rows")]
    [InlineData("a\n1\n", "only one column", "line 1")]
    [InlineData("a;b;y\n1;2;0\n", "only one column", "semicolons")]
    [InlineData("a,b,y\n1,2,0\n1,2\n", "line 3", "2 cells", "3")]
    [InlineData("a,b,y\n1,2,0\n\n1,2,0,9\n", "line 4", "4 cells", "3")]
    [InlineData("a,b,y\n1,2,0\n1,red,1\n", "line 3", "'b'", "the text 'red'", "finite number")]
    [InlineData("a,b,y\n1,,0\n", "line 2", "'b'", "empty cell")]
    [InlineData("a,b,y\n1,2,\n", "line 2", "'y'", "empty cell")]
    [InlineData("a,b,y\n1,NaN,0\n", "line 2", "'b'", "'NaN'")]
    [InlineData("a,b,y\n1,-inf,0\n", "line 2", "'b'", "'-inf'")]
    [InlineData("a,b,y\n1,Infinity,0\n", "line 2", "'b'", "'Infinity'")]
    [InlineData("a,b,y\n1,1e39,0\n", "line 2", "'b'", "beyond")]
    [InlineData("a,b,y\n1,2,nan\n", "line 2", "'y'", "'nan'")]
    [InlineData("a,b,y\n1,\"2,5\",0\n", "line 2", "'b'", "the text '2,5'")]
    [InlineData("1,NaN,0\n1,2,1\n", "line 1", "'c1'", "'NaN'")]
    [InlineData("a,a,y\n1,2,0\n", "line 1", "'a' twice")]
    [InlineData("a,,y\n1,2,0\n", "line 1", "no name for column 1")]
    [InlineData("a,y\n1,0\n2,zero\n", "line 3", "'y'", "the text 'zero'")]
    [InlineData("a,y\n1,0\n2,0\n", "same label '0'", "2 classes")]
    [InlineData("a,y\n1,1\n2,2\n3,1.0\n", "line 4", "'1.0'", "'1'")]
    [InlineData("a,y\n1,b\"c\n", "line 2", "quote")]
    [InlineData("a,y\n1,\"b\n2,c\n", "quote")]
    [InlineData("a,y\n1,\"b\"c\n", "line 2", "quote")]
    public void Read_BadText_IsRefused(string text, params string[] mentions)
    {
        string path = folder.Write("bad.csv", text);
        Refusal.Of(path, () => CsvData.Read(path), mentions);
    }

    [Theory]
    [InlineData("z")]
    [InlineData("3")]
    [InlineData("-1")]
    public void Read_MissingTarget_ListsTheColumns(string target)
    {
        string path = folder.Write("bad.csv", "a,b,y\n1,2,0\n3,4,1\n");
        Refusal.Of(path, () => CsvData.Read(path, target), $"'{target}'", "'a', 'b', 'y'");
    }

    [Fact]
    public void Read_TextInRegressionTarget_NamesLineAndColumn()
    {
        string path = folder.Write("bad.csv", "a,y\n1,0.5\n2,low\n");
        Refusal.Of(path, () => CsvData.Read(path, task: LearningTask.Regress), "line 3", "'y'", "the text 'low'");
    }

    [Fact]
    public void Read_UnknownLabel_NamesLineLabelAndClasses()
    {
        string path = folder.Write("bad.csv", "a,y\n1,cat\n2,cow\n");
        Refusal.Of(path, () => CsvData.Read(path, classes: ["cat", "dog"]), "line 3", "'y'", "'cow'", "'cat', 'dog'");
    }

    [Fact]
    public void Read_MissingFeatures_ListsThem()
    {
        string path = folder.Write("bad.csv", "a,y\n1,0\n2,1\n");
        Refusal.Of(path, () => CsvData.Read(path, "y", features: ["b", "a", "c"]), "not 'b', 'c'", "'a', 'y'");
    }

    [Fact]
    public void Read_TargetIsAModelFeature_IsRefused()
    {
        string path = folder.Write("bad.csv", "a,b\n1,0\n2,1\n");
        Refusal.Of(path, () => CsvData.Read(path, features: ["a", "b"]), "'b' as the target");
    }

    [Fact]
    public void Read_WithoutHeaderAndWrongWidth_IsRefused()
    {
        string path = folder.Write("bad.csv", "1,2,3,0\n1,2,3,1\n");
        Refusal.Of(path, () => CsvData.Read(path, features: ["a", "b"]), "4 columns", "3");
    }

    [Fact]
    public void Read_BytesThatAreNotText_AreRefused()
    {
        string path = folder.Write("bad.csv", [.. "a,y\n1,b\n2,"u8, 0xff, 0xfe, .. "\n"u8]);
        Refusal.Of(path, () => CsvData.Read(path), "line 3", "UTF-8");
    }

    [Fact]
    public void Read_MissingFile_NamesTheFullPath()
    {
        string path = folder.File("none.csv");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => CsvData.Read(path)).Message, StringComparison.Ordinal);
        string deep = Path.Combine(folder.Path, "no", "none.csv");
        Assert.Contains(deep, Assert.Throws<FileNotFoundException>(() => CsvData.Read(deep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Folder_IsRefused() => Refusal.Of(folder.Path, () => CsvData.Read(folder.Path), "a folder");

    [Fact]
    public void Read_ClassesForRegression_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Read("a,y\n1,0\n", task: LearningTask.Regress, classes: ["0"]));

    [Fact]
    public void Read_AnyFiniteNumbers_KeepTheirBits() => Gen.Float.Where(float.IsFinite).Array[1, 40].Sample(values =>
    {
        var text = new StringBuilder("x,y\n");
        for (int i = 0; i < values.Length; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{values[i]:R},{(i % 2 == 0 ? "even" : "odd")}\n");
        LabeledData data = Read(text.ToString(), classes: ["even", "odd"]);
        return values.Select(BitConverter.SingleToUInt32Bits).SequenceEqual(data.Features.Select(BitConverter.SingleToUInt32Bits));
    }, iter: 200, threads: 1);

    [Fact]
    public void Read_AnyText_IsReadOrRefused()
    {
        const string alphabet = "ab01.,,\"\n\n\r;- \té\uFEFF";
        Gen.Int[0, alphabet.Length - 1].Array[0, 40].Select(picks => new string([.. picks.Select(i => alphabet[i])])).Sample(text =>
        {
            try
            {
                LabeledData data = Read(text);
                return data.Count > 0 && data.Features.All(float.IsFinite) && data.Features.Length == data.Count * data.FeatureCount;
            }
            catch (DataFormatException)
            {
                return true;
            }
        }, iter: 1000, threads: 1);
    }

    private static string Column(int distinct) => "a,y\n" + string.Concat(Enumerable.Range(0, distinct).Select(i => $"{i},{i}\n"));
}
