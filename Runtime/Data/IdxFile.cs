using System.Buffers.Binary;
using System.IO.Compression;

namespace NeuralGpu;

/// <summary>The content of one IDX file of unsigned bytes, plain or gzip.</summary>
/// <remarks>
/// Layout, from "The MNIST database", Y. LeCun: two zero bytes, the element type (0x08: unsigned byte), the number of dimensions,
/// each dimension as a big-endian 32-bit number, then the elements, last dimension fastest.
/// </remarks>
/// <param name="Path">Where it was read from.</param>
/// <param name="Dimensions">1 to 4 sizes, each at least 1.</param>
/// <param name="Data">As many bytes as the product of the dimensions.</param>
internal sealed record IdxFile(string Path, int[] Dimensions, byte[] Data)
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Samples: the first dimension.</summary>
    public int Count => Dimensions[0];

    /// <summary>Bytes of a sample: the product of the other dimensions.</summary>
    public int SampleLength => Data.Length / Count;

    /// <summary>Reads and checks a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="accepts">Which numbers of dimensions will do.</param>
    /// <param name="expected">The same in words, for the error.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The content is not one whole IDX file of unsigned bytes.</exception>
    public static IdxFile Read(string path, Predicate<int> accepts, string expected)
    {
        using FileStream file = InputFile.Open(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return Read(file, path, accepts, expected);
        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            IdxFile content = Read(unpacked, path, accepts, expected);
            RequireGzipEnd(file, path, 4 + 4 * content.Dimensions.Length + content.Data.LongLength);
            return content;
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException($"{path}: found damaged gzip data, expected a whole gzip file that unpacks to what was packed; download or copy it again.", e);
        }
    }

    // GZipStream checks a whole trailer, but takes a missing one and bytes after it in silence.
    // The trailer's last four bytes are the unpacked length (RFC 1952, section 2.3.1).
    private static void RequireGzipEnd(FileStream file, string path, long length)
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        file.Position = Math.Max(0, file.Length - end.Length);
        file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        uint found = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (found != (uint)length)
            throw new DataFormatException($"{path}: found {found} as the unpacked length at the end of the gzip data, expected {length}; the file is cut short or has extra bytes: download or copy it again.");
    }

    private static IdxFile Read(Stream stream, string path, Predicate<int> accepts, string expected)
    {
        Span<byte> magic = stackalloc byte[4];
        RequireHeader(stream, magic, path, offset: 0);
        if (magic[0] != 0 || magic[1] != 0)
            throw new DataFormatException($"{path}, offset 0: found the magic number 0x{BinaryPrimitives.ReadUInt32BigEndian(magic):x8}, expected 0x0000 and then type and dimensions, as in 0x00000803 for images or 0x00000801 for labels; is it an IDX file?");
        if (magic[2] != UnsignedByte)
            throw new DataFormatException($"{path}, offset 2: found the element type 0x{magic[2]:x2} in the magic number, expected 0x08 (unsigned byte); convert the file to unsigned bytes.");
        if (!accepts(magic[3]))
            throw new DataFormatException($"{path}, offset 3: found {magic[3]} dimensions in the magic number, expected {expected}; are the image and label files mixed up?");

        var dimensions = new int[magic[3]];
        Span<byte> size = stackalloc byte[4];
        ulong length = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            int offset = 4 + 4 * i;
            RequireHeader(stream, size, path, offset);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(size);
            if (value == 0)
                throw new DataFormatException($"{path}, offset {offset}: found size 0 for dimension {i}, expected at least 1; the file holds no samples.");
            length = Math.Min(length * value, ulong.MaxValue >> 32); // Capped so that four sizes cannot overflow.
            if (length > (ulong)Array.MaxLength)
                throw new DataFormatException($"{path}, offset {offset}: found dimensions of more than {Array.MaxLength} elements, expected at most that many, which is what fits in memory; split the file.");
            dimensions[i] = (int)value;
        }
        return new(path, dimensions, ReadElements(stream, path, (int)length, headerLength: 4 + 4 * dimensions.Length));
    }

    private static void RequireHeader(Stream stream, Span<byte> bytes, string path, int offset)
    {
        int found = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (found < bytes.Length)
            throw new DataFormatException($"{path}: found the end of the file at offset {offset + found}, expected an IDX header of at least 8 bytes; the file is cut short: copy it again.");
    }

    // The buffer grows with what is really there, so that a damaged header cannot ask for gigabytes.
    private static byte[] ReadElements(Stream stream, string path, int length, int headerLength)
    {
        var data = new byte[Math.Min(length, 1 << 20)];
        int found = 0;
        while (true)
        {
            found += stream.ReadAtLeast(data.AsSpan(found), data.Length - found, throwOnEndOfStream: false);
            if (found < data.Length)
                throw new DataFormatException($"{path}: found {found} bytes after the header, expected {length} (the product of the dimensions at offset 4). The file is cut short: copy it again.");
            if (found == length)
                break;
            Array.Resize(ref data, (int)Math.Min(length, 2L * data.Length));
        }
        if (stream.ReadByte() >= 0)
            throw new DataFormatException($"{path}, offset {headerLength + (long)length}: found bytes after the last element, expected the end of the file after {length} elements (the product of the dimensions at offset 4).");
        return data;
    }
}
