using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CsCheck;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class SafeTensorsTests : IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static byte[] Bytes(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    [Fact]
    public void Write_TwoTensors_LaysThemOutAsTheFormatSays()
    {
        byte[] file = Bytes([new("b", [2], [1, 2]), new("a", [1, 1], [-0f])], new Dictionary<string, string> { ["z"] = "1", ["k"] = "é\"" });

        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        Assert.Equal("é\"", header.RootElement.GetProperty("__metadata__").GetProperty("k").GetString());
        Assert.Equal("""{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", header.RootElement.GetProperty("b").GetRawText());
        Assert.Equal("""{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]}""", header.RootElement.GetProperty("a").GetRawText());
        Assert.Equal([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0, 0x80], file[(8 + length)..]);
    }

    [Fact]
    public void Write_BothWidths_PutsTheWiderFirst()
    {
        var stream = new MemoryStream();
        SafeTensors.Write(stream, [new("a", [1], [1])], NoMetadata, [new("d", [2], [1, -0d])]);
        byte[] file = stream.ToArray();

        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        Assert.Equal("""{"dtype":"F64","shape":[2],"data_offsets":[0,16]}""", header.RootElement.GetProperty("d").GetRawText());
        Assert.Equal("""{"dtype":"F32","shape":[1],"data_offsets":[16,20]}""", header.RootElement.GetProperty("a").GetRawText());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0x80, 0x3f], file[(8 + length)..]);

        string path = folder.Write("both", file);
        SafeTensorsContent content = SafeTensors.Read(path);
        Assert.Equal([1f], Assert.Single(content.Tensors).Values);
        DoubleSafeTensor wide = Assert.Single(content.DoubleTensors);
        Assert.Equal(("d", 2), (wide.Name, wide.Shape.Single()));
        Assert.Equal([BitConverter.DoubleToInt64Bits(1), long.MinValue], wide.Values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Write_SameContent_GivesTheSameBytes() => Assert.Equal(
        Bytes([new("a", [1], [1])], new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" }),
        Bytes([new("a", [1], [1])], new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" }));

    [Fact]
    public void Write_BadTensors_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Bytes([new("a", [1], [1]), new("a", [1], [1])], NoMetadata));
        Assert.Throws<ArgumentException>(() => Bytes([new("__metadata__", [1], [1])], NoMetadata));
        Assert.Throws<ArgumentException>(() => Bytes([new("a", [2], [1])], NoMetadata));
        Assert.Throws<ArgumentException>(() => Bytes([new("a", [-1, -1], [1])], NoMetadata));
    }

    [Fact]
    public void Read_WhatWriteWrote_HasEveryBit()
    {
        Gen<float> bits = Gen.UInt.Select(BitConverter.UInt32BitsToSingle); // Subnormals, infinities, NaN payloads and −0 among them.
        float[] awkward = [-0f, float.Epsilon, -1e-40f, float.MaxValue];
        Gen<(float[], string)> content = Gen.Select(Gen.OneOf(bits, Gen.Int[0, 3].Select(i => awkward[i])).Array[0, 30], Gen.String);
        content.Array[0, 4].Where(tensors => tensors.All(t => IsUnicode(t.Item2))).Sample(tensors =>
        {
            SafeTensor[] written = [.. tensors.Select((t, i) => new SafeTensor($"{i}{t.Item2}", [t.Item1.Length], t.Item1))];
            var metadata = written.ToDictionary(t => t.Name, t => t.Name + "!");
            SafeTensorsContent read = SafeTensors.Read(folder.Write("file", Bytes(written, metadata)));

            Assert.Equal(metadata, read.Metadata);
            // Empty tensors take no bytes, so their order among their neighbours is not in the data.
            Assert.Equal(written.Select(t => t.Name).Order(StringComparer.Ordinal), read.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal));
            foreach (SafeTensor tensor in written)
            {
                SafeTensor same = read.Tensors.Single(t => t.Name == tensor.Name);
                Assert.Equal(tensor.Shape, same.Shape);
                Assert.Equal(tensor.Values.Select(BitConverter.SingleToUInt32Bits), same.Values.Select(BitConverter.SingleToUInt32Bits));
            }
        }, iter: 200, threads: 1);
    }

    [Fact]
    public void Read_MoreThanABuffer_HasEveryValue()
    {
        float[] values = [.. Enumerable.Range(0, (1 << 20) + 3).Select(i => (float)i)];
        Assert.Equal(values, SafeTensors.Read(folder.Write("file", Bytes([new("a", [values.Length], values)], NoMetadata))).Tensors[0].Values);
    }

    [Fact]
    public void Read_EntriesInAnotherOrderThanTheData_AreSortedByData()
    {
        byte[] file = RawSafeTensors.File(
            Encoding.UTF8.GetBytes("""{"b":{"data_offsets":[4,8],"shape":[],"dtype":"F32"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   """),
            [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]);
        SafeTensorsContent read = SafeTensors.Read(folder.Write("file", file));

        Assert.Equal(["a", "b"], read.Tensors.Select(t => t.Name));
        Assert.Equal([1f, 2f], read.Tensors.Select(t => t.Values[0]));
        Assert.Empty(read.Tensors[1].Shape);
        Assert.Empty(read.Metadata);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "7 bytes of tensor data", "8", "cut short")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "1 extra bytes")]
    [InlineData("""{}""", 1, "1 extra bytes")]
    [InlineData("""[1]""", 0, "0x5b", "'{'")]
    [InlineData(""" {}""", 0, "0x20", "'{'")]
    [InlineData("""{"a":}""", 0, "not valid JSON")]
    [InlineData("""{}x""", 0, "not valid JSON")]
    [InlineData("""{"a":[[[[[[[[[[1]]]]]]]]]]}""", 0, "not valid JSON")]
    [InlineData("""{"a\ud800":1}""", 0, "header")]
    [InlineData("""{"a":1}""", 0, "Number", "'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "'__metadata__' twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "'k' twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "Number", "'k'")]
    [InlineData("""{"__metadata__":"text"}""", 0, "String", "__metadata__")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4, "'F16'", "'F32'")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "8 bytes", "16", "8-byte numbers")]
    [InlineData("""{"a":{"dtype":"X","shape":[1],"data_offsets":[0,4]}}""", 4, "'X'", "'F32'")]
    [InlineData("""{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", 4, "'32'")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "no dtype")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "no shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "no data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "'more'")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "shape", "Number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "'-1'", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "'1.5'", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "'1'", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "data_offsets [0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "data_offsets [4, 0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", 4, "99999999999999999999")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "4 bytes", "8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "[4294967296, 4294967296]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "at most")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'b'", "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'b'", "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a'", "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "'b'", "gap")]
    public void Read_BadHeaderOrData_IsRefused(string header, int dataBytes, params string[] mentions)
    {
        string path = folder.Write("bad.safetensors", RawSafeTensors.File(header, dataBytes));
        Refusal.Of(path, () => SafeTensors.Read(path), mentions);
    }

    [Theory]
    [InlineData(0UL, "at least 2")]
    [InlineData(1UL, "at least 2")]
    [InlineData(3UL, "cut short")]
    [InlineData(100_000_001UL, "at most 100000000")]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    public void Read_BadHeaderLength_IsRefused(ulong length, string mention)
    {
        byte[] file = [0, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        string path = folder.Write("bad.safetensors", file);
        Refusal.Of(path, () => SafeTensors.Read(path), mention);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Read_FileWithoutAWholeLength_IsRefused(int length)
    {
        string path = folder.Write("bad.safetensors", new byte[length]);
        Refusal.Of(path, () => SafeTensors.Read(path), $"{length} bytes", "cut short");
    }

    [Fact]
    public void Read_HeaderThatIsNotUtf8_IsRefused()
    {
        string path = folder.Write("bad.safetensors", RawSafeTensors.File([.. "{\""u8, 0xff, .. "\":1}"u8], []));
        Refusal.Of(path, () => SafeTensors.Read(path), "UTF-8");
    }

    [Fact]
    public void Read_MissingFile_NamesTheFullPath()
    {
        string path = folder.File("none.safetensors");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => SafeTensors.Read(path)).Message, StringComparison.Ordinal);
    }

    private static bool IsUnicode(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
