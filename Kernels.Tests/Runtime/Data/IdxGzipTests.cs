using System.IO.Compression;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class IdxGzipTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 2, 0, 0, 0, 4, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ReadFolder_WholeGzip_IsRead() => Assert.Equal([1f, 2, 3, 4, 5, 6, 7, 8], ReadWith(Packed()));

    [Fact]
    public void ReadFolder_GzipCutAnywhere_IsRefused()
    {
        byte[] whole = Packed();
        for (int length = 0; length < whole.Length; length++)
            AssertRefused(whole[..length]);
    }

    [Fact]
    public void ReadFolder_GzipWithExtraBytes_IsRefused()
    {
        AssertRefused([.. Packed(), 1]);
        AssertRefused([.. Packed(), 1, 2, 3, 4, 5]);
        AssertRefused([.. Packed(), .. Packed()]);
    }

    [Theory]
    [InlineData(1)] // the unpacked length
    [InlineData(6)] // the checksum
    public void ReadFolder_DamagedGzipTrailer_IsRefused(int fromEnd)
    {
        byte[] damaged = Packed();
        damaged[^fromEnd] ^= 1;
        AssertRefused(damaged);
    }

    private void AssertRefused(byte[] packed) =>
        Assert.Contains("train-images-idx3-ubyte.gz", Assert.Throws<DataFormatException>(() => ReadWith(packed)).Message, StringComparison.Ordinal);

    private float[] ReadWith(byte[] packed)
    {
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte.gz"), packed);
        File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), Labels);
        return IdxData.ReadFolder(folder.Path).Training.Features;
    }

    private static byte[] Packed()
    {
        using var bytes = new MemoryStream();
        using (var packing = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            packing.Write(Images);
        return bytes.ToArray();
    }
}
