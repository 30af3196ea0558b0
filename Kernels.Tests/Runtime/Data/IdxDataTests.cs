using System.Buffers.Binary;
using System.IO.Compression;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class IdxDataTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The bytes of an IDX file.</summary>
    private static byte[] Idx(int[] dimensions, byte[] data, byte type = 8)
    {
        byte[] bytes = [0, 0, type, (byte)dimensions.Length, .. new byte[4 * dimensions.Length], .. data];
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), dimensions[i]);
        return bytes;
    }

    private static byte[] Zip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    // Three 2x2 images with labels 7, 2, 7.
    private static readonly byte[] Images = Idx([3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 254, 255]);
    private static readonly byte[] Labels = Idx([3], [7, 2, 7]);

    private void WriteTraining(byte[]? images = null, byte[]? labels = null)
    {
        folder.Write("train-images-idx3-ubyte", images ?? Images);
        folder.Write("train-labels-idx1-ubyte", labels ?? Labels);
    }

    [Theory]
    [InlineData("-idx{0}-ubyte", false)]
    [InlineData(".idx{0}-ubyte", false)]
    [InlineData("-idx{0}-ubyte.gz", true)]
    [InlineData(".idx{0}-ubyte.gz", true)]
    public void ReadFolder_AnySpelling_ReadsBothSets(string ending, bool packed)
    {
        void Write(string name, int dimensions, byte[] bytes) =>
            folder.Write(name + string.Format(System.Globalization.CultureInfo.InvariantCulture, ending, dimensions), packed ? Zip(bytes) : bytes);
        Write("train-images", 3, Images);
        Write("train-labels", 1, Labels);
        Write("t10k-images", 3, Idx([1, 2, 2], [9, 8, 7, 6]));
        Write("t10k-labels", 1, Idx([1], [7]));

        (LabeledData training, LabeledData? test) = IdxData.ReadFolder(folder.Path);

        Assert.Equal([0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 254, 255], training.Features);
        Assert.Equal(["p0", "p1", "p2", "p3"], training.FeatureNames);
        Assert.Equal(["2", "7"], training.Classes!);
        Assert.Equal([1, 0, 1], training.ClassIndices!);
        Assert.Equal([9f, 8, 7, 6], test!.Features);
        Assert.Equal(["2", "7"], test.Classes!);
        Assert.Equal([1], test.ClassIndices!);
    }

    [Fact]
    public void ReadFolder_NoTestFiles_GivesNoTestSet()
    {
        WriteTraining();
        Assert.Null(IdxData.ReadFolder(folder.Path).Test);
    }

    [Fact]
    public void ReadFolder_PlainAndPacked_ReadsThePlainFile()
    {
        WriteTraining();
        folder.Write("train-images-idx3-ubyte.gz", [1, 2, 3]);
        Assert.Equal(3, IdxData.ReadFolder(folder.Path).Training.Count);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 1, 2, 1)]
    public void ReadFolder_OtherDimensions_AreFlattenedPerSample(params int[] dimensions)
    {
        int count = dimensions[0];
        byte[] data = [.. Enumerable.Range(1, dimensions.Aggregate(1, (a, b) => a * b)).Select(i => (byte)i)];
        WriteTraining(Idx(dimensions, data), Idx([count], [.. Enumerable.Range(0, count).Select(i => (byte)i)]));

        LabeledData training = IdxData.ReadFolder(folder.Path).Training;

        Assert.Equal(count, training.Count);
        Assert.Equal(data.Length / count, training.FeatureCount);
        Assert.Equal(data.Select(value => (float)value), training.Features);
    }

    [Fact]
    public void ReadFolder_MoreThanABuffer_ReadsEveryByte()
    {
        byte[] data = new byte[3 * 1024 * 1024 + 5];
        new Random(1).NextBytes(data);
        WriteTraining(Idx([1, data.Length], data), Idx([1], [0]));

        Assert.Equal(data.Select(value => (float)value), IdxData.ReadFolder(folder.Path).Training.Features);
    }

    public static TheoryData<string, byte[], string[]> BadImages => new()
    {
        { "empty", [], ["offset 0", "cut short"] },
        { "cut in the magic number", Images[..3], ["offset 3", "cut short"] },
        { "cut in a dimension", Images[..14], ["offset 14", "cut short"] },
        { "cut in the data", Images[..^1], ["11 bytes", "12", "cut short"] },
        { "no data", Images[..16], ["0 bytes", "12", "cut short"] },
        { "extra bytes", [.. Images, 0], ["offset 28", "after the last element"] },
        { "wrong magic", [1, .. Images[1..]], ["offset 0", "0x01000803", "magic"] },
        { "gzip without .gz", Zip(Images), ["offset 0", "0x1f8b", "magic"] },
        { "int elements", Idx([1, 1], [0, 0, 0, 1], type: 0x0c), ["offset 2", "0x0c", "unsigned byte"] },
        { "unknown elements", Idx([1, 1], [0], type: 0x07), ["offset 2", "0x07"] },
        { "no dimensions", [0, 0, 8, 0, 1], ["offset 3", "0 dimensions"] },
        { "five dimensions", Idx([1, 1, 1, 1, 1], [0]), ["offset 3", "5 dimensions"] },
        { "no samples", Idx([0, 2, 2], []), ["offset 4", "size 0"] },
        { "no pixels", Idx([3, 0, 2], []), ["offset 8", "size 0"] },
        { "gigantic", Idx([-1, -1, -1, -1], []), ["dimensions", "memory"] },
        { "labels where images should be", Idx([3], [1, 2, 3]), ["magic number", "1 dimensions", "0x00000803"] },
        { "gigabytes that are not there", Idx([2_000_000_000, 1], [1, 2]), ["2 bytes", "2000000000", "cut short"] },
    };

    [Theory]
    [MemberData(nameof(BadImages))]
    public void ReadFolder_BadImages_AreRefused(string what, byte[] bytes, string[] mentions)
    {
        WriteTraining(images: bytes);
        Assert.NotEmpty(what);
        Refusal.Of(folder.File("train-images-idx3-ubyte"), () => IdxData.ReadFolder(folder.Path), mentions);
    }

    [Fact]
    public void ReadFolder_LabelsCutShort_AreRefused()
    {
        WriteTraining(labels: Labels[..^1]);
        Refusal.Of(folder.File("train-labels-idx1-ubyte"), () => IdxData.ReadFolder(folder.Path), "2 bytes", "3");
    }

    [Fact]
    public void ReadFolder_ImagesForLabels_AreRefused()
    {
        WriteTraining(labels: Images);
        Refusal.Of(folder.File("train-labels-idx1-ubyte"), () => IdxData.ReadFolder(folder.Path), "3 dimensions", "labels");
    }

    [Fact]
    public void ReadFolder_AnotherNumberOfLabels_IsRefused()
    {
        WriteTraining(labels: Idx([2], [7, 2]));
        Exception e = Assert.Throws<DataFormatException>(() => IdxData.ReadFolder(folder.Path));
        Assert.Contains("3 samples", e.Message, StringComparison.Ordinal);
        Assert.Contains("2 labels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_TestLabelThatTrainingLacks_IsRefused()
    {
        WriteTraining();
        folder.Write("t10k-images-idx3-ubyte", Images);
        string path = folder.Write("t10k-labels-idx1-ubyte", Idx([3], [7, 3, 2]));
        Refusal.Of(path, () => IdxData.ReadFolder(folder.Path), "label 3", "offset 9", "'2', '7'");
    }

    [Fact]
    public void ReadFolder_TestImagesOfAnotherSize_AreRefused()
    {
        WriteTraining();
        string path = folder.Write("t10k-images-idx3-ubyte", Idx([3, 1, 2], [1, 2, 3, 4, 5, 6]));
        folder.Write("t10k-labels-idx1-ubyte", Labels);
        Refusal.Of(path, () => IdxData.ReadFolder(folder.Path), "2 values", "4");
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("train-labels-idx1-ubyte")]
    [InlineData("t10k-images-idx3-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte")]
    public void ReadFolder_MissingFile_NamesIt(string missing)
    {
        WriteTraining();
        folder.Write("t10k-images-idx3-ubyte", Images);
        folder.Write("t10k-labels-idx1-ubyte", Labels);
        File.Delete(folder.File(missing));

        Assert.Contains(folder.File(missing), Assert.Throws<FileNotFoundException>(() => IdxData.ReadFolder(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_MissingFolder_NamesIt()
    {
        string missing = folder.File("none");
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => IdxData.ReadFolder(missing)).Message, StringComparison.Ordinal);
    }
}
