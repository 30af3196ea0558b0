using System.Buffers.Binary;
using System.Text;

namespace NeuralGpu;

/// <summary>The checked header of a NumPy array file with a matrix of floats.</summary>
/// <remarks>Layout, from NumPy's documentation (numpy.lib.format): the bytes 93 'NUMPY', the version, the header's length in 2 bytes (version 1) or 4 (2 and 3), and the header: a Python dictionary of <c>descr</c>, <c>fortran_order</c> and <c>shape</c>. Then the numbers, without gaps.</remarks>
/// <param name="Rows">Rows of the matrix.</param>
/// <param name="Columns">Columns of the matrix.</param>
/// <param name="ValueBytes">4 for binary32, 8 for binary64; little-endian.</param>
/// <param name="DataOffset">Where the first row begins.</param>
internal sealed record NpyHeader(long Rows, int Columns, int ValueBytes, long DataOffset)
{
    // NumPy itself refuses to read headers of more than 10 000 characters.
    private const int LongestHeader = 1 << 16;
    private const int MostColumns = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads and checks the start of a file, and the file's length against it.</summary>
    /// <exception cref="DataFormatException">It is not such a file, is cut short or too long, or holds something other than a matrix of binary32 or binary64 numbers, row by row.</exception>
    public static NpyHeader Read(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[8];
        int found = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (found < start.Length || !start[..Magic.Length].SequenceEqual(Magic))
            throw new DataFormatException($"{path}: found a file that does not begin with a NumPy array's signature, expected an array that numpy.save wrote; save it again, or give the file the ending of its format.");
        (byte major, byte minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new DataFormatException($"{path}: found version {major}.{minor} of NumPy's array format, expected 1.0, 2.0 or 3.0; save the array again with numpy.save.");
        Span<byte> lengthBytes = stackalloc byte[major == 1 ? 2 : 4];
        ReadExactly(stream, lengthBytes, path);
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestHeader)
            throw new DataFormatException($"{path}: found a header of {length} bytes, expected at most {LongestHeader}; the file is damaged: copy or save it again.");
        var bytes = new byte[length];
        ReadExactly(stream, bytes, path);
        NpyDictionary entries = NpyDictionary.Parse(Encoding.Latin1.GetString(bytes), path);

        int valueBytes = entries.Description switch
        {
            "<f8" => sizeof(double),
            "<f4" => sizeof(float),
            var other => throw new DataFormatException($"{path}: found numbers of the type {Quoted.Text(other)}, expected '<f8' or '<f4' (little-endian binary64 or binary32); convert them with .astype('<f8')."),
        };
        if (entries.Shape is not [long rows, long columns])
            throw new DataFormatException($"{path}: found an array with the shape ({string.Join(", ", entries.Shape)}), expected two dimensions: rows and columns; give it that shape with .reshape.");
        if (columns is < 1 or > MostColumns)
            throw new DataFormatException($"{path}: found {columns} columns, expected from 1 to {MostColumns}.");
        if (entries.IsFortranOrder)
            throw new DataFormatException($"{path}: found the numbers column by column (Fortran order), expected row by row; save numpy.ascontiguousarray of the array.");

        long offset = Magic.Length + 2 + lengthBytes.Length + length;
        Int128 expected = offset + ((Int128)rows * columns * valueBytes);
        if (stream.Length < expected)
            throw new DataFormatException($"{path}: found a file of {stream.Length} bytes, expected {expected} for the shape ({rows}, {columns}) of {valueBytes}-byte numbers; the file is cut short: copy or save it again.");
        if (stream.Length > expected)
            throw new DataFormatException($"{path}: found {stream.Length - expected} extra bytes after the last row, expected the end of the file at {expected}; the file is damaged, or holds more than one array: save the array by itself.");
        return new(rows, (int)columns, valueBytes, offset);
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new DataFormatException($"{path}: found the end of the file inside the header, expected {bytes.Length} bytes of it; the file is cut short: copy or save it again.");
    }
}
