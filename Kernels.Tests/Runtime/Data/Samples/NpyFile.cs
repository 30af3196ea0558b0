using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NeuralGpu.Tests;

/// <summary>Makes NumPy array files as numpy.save does, byte by byte.</summary>
internal static class NpyFile
{
    public static byte[] Of(double[] values, int columns, int version = 1) => Of(MemoryMarshal.AsBytes(values).ToArray(), Header("<f8", "False", Shape(values.Length, columns)), version);

    public static byte[] Of(float[] values, int columns) => Of(MemoryMarshal.AsBytes(values).ToArray(), Header("<f4", "False", Shape(values.Length, columns)));

    public static string Header(string type, string fortranOrder, string shape) => $"{{'descr': '{type}', 'fortran_order': {fortranOrder}, 'shape': {shape}, }}";

    public static byte[] Of(byte[] data, string header, int version = 1)
    {
        int lengthBytes = version == 1 ? 2 : 4;
        int length = ((8 + lengthBytes + header.Length + 1 + 63) / 64 * 64) - 8 - lengthBytes;
        var file = new byte[8 + lengthBytes + length + data.Length];
        byte[] magic = [0x93, .. "NUMPY"u8, (byte)version, 0];
        magic.CopyTo(file, 0);
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)length);
        else
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), length);
        Encoding.Latin1.GetBytes(header.PadRight(length - 1) + "\n").CopyTo(file, 8 + lengthBytes);
        data.CopyTo(file, 8 + lengthBytes + length);
        return file;
    }

    private static string Shape(int values, int columns) => string.Create(CultureInfo.InvariantCulture, $"({values / columns}, {columns})");
}
