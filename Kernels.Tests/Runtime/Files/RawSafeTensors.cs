using System.Buffers.Binary;
using System.Text;

namespace NeuralGpu.Tests;

/// <summary>Builds safetensors files by hand, good and bad, without the code under test.</summary>
internal static class RawSafeTensors
{
    public static byte[] File(string header, int dataBytes) => File(Encoding.UTF8.GetBytes(header), new byte[dataBytes]);

    public static byte[] File(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }
}
