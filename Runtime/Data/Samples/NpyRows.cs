using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NeuralGpu;

/// <summary>The rows of a NumPy array file, one stretch after the other, in binary64.</summary>
internal sealed class NpyRows : IDisposable
{
    // Large enough for the disk, small enough to stay in the processor's cache until the rows are taken apart.
    private const int BytesAtOnce = 1 << 18;

    private readonly string path;
    private readonly NpyHeader header;
    private readonly SafeFileHandle file;
    private readonly double[] values;
    private readonly float[] singles;
    private long row;

    /// <summary>Opens the file at a row.</summary>
    public NpyRows(string path, NpyHeader header, long firstRow = 0)
    {
        this.path = path;
        this.header = header;
        int rows = Math.Max(1, BytesAtOnce / (header.Columns * sizeof(double)));
        values = new double[rows * header.Columns];
        singles = header.ValueBytes == sizeof(float) ? new float[values.Length] : [];
        row = firstRow;
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
    }

    /// <summary>Reads on.</summary>
    /// <param name="most">Rows at most, above 0.</param>
    /// <returns>[rows × columns], row-major, one row at least until the end; valid until the next call.</returns>
    /// <exception cref="DataFormatException">The file became shorter.</exception>
    public ReadOnlySpan<double> Read(int most)
    {
        int count = (int)Math.Min(Math.Min(most, values.Length / header.Columns), header.Rows - row);
        Span<double> wanted = values.AsSpan(0, count * header.Columns);
        long offset = header.DataOffset + (row * header.Columns * header.ValueBytes);
        row += count;
        if (header.ValueBytes == sizeof(double))
        {
            Fill(MemoryMarshal.AsBytes(wanted), offset);
            if (!BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<double, ulong>(wanted), MemoryMarshal.Cast<double, ulong>(wanted));
            return wanted;
        }
        Span<float> read = singles.AsSpan(0, wanted.Length);
        Fill(MemoryMarshal.AsBytes(read), offset);
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, uint>(read), MemoryMarshal.Cast<float, uint>(read));
        Widen(read, wanted);
        return wanted;
    }

    public void Dispose() => file.Dispose();

    private void Fill(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            int found = RandomAccess.Read(file, bytes, offset);
            if (found == 0)
                throw new DataFormatException($"{path}: found the end of the file at {offset}, expected {header.Rows} rows; the file became shorter while it was read: wait until it is written, then try again.");
            bytes = bytes[found..];
            offset += found;
        }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        int at = 0;
        for (; at <= from.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(from[at..]), out Vector<double> low, out Vector<double> high);
            low.CopyTo(to[at..]);
            high.CopyTo(to[(at + Vector<double>.Count)..]);
        }
        for (; at < from.Length; at++)
            to[at] = from[at];
    }
}
