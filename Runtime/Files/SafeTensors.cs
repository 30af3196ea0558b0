using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NeuralGpu;

/// <summary>Reads and writes safetensors files of binary32 and binary64 tensors.</summary>
/// <remarks>
/// Layout, from the format's documentation (github.com/huggingface/safetensors): the header's length as a little-endian 64-bit number; the header,
/// a JSON object of name → {dtype, shape, data_offsets} and <c>__metadata__</c> → {text: text}, padded with spaces; then the tensors' bytes,
/// little-endian, without gaps. The reader is strict: every byte of the file must be accounted for, once.
/// </remarks>
public static class SafeTensors
{
    internal const string MetadataKey = "__metadata__";
    internal const int LengthBytes = 8;

    // The format's own limit.
    private const ulong LongestHeader = 100_000_000;

    // Values move through spans of this many, since a span of bytes cannot cover more than 2 GiB.
    private const int ValuesAtOnce = 1 << 20;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is cut short or has extra bytes; the header is too long, not valid JSON, or has a name twice; a dtype is neither F32 nor F64; or byte ranges overlap, leave gaps or do not fit their shapes.</exception>
    public static SafeTensorsContent Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        SafeTensorsHeader header = ReadHeader(stream, path);
        var tensors = new List<SafeTensor>();
        var doubleTensors = new List<DoubleSafeTensor>();
        foreach (SafeTensorsHeader.Entry entry in header.Entries)
        {
            if (entry.ValueBytes == sizeof(double))
                doubleTensors.Add(new(entry.Name, entry.Shape, ReadValues<double>(stream, entry.Count, path)));
            else
                tensors.Add(new(entry.Name, entry.Shape, ReadValues<float>(stream, entry.Count, path)));
        }
        return new SafeTensorsContent(tensors, header.Metadata) { DoubleTensors = doubleTensors };
    }

    /// <summary>Reads the metadata alone, and checks the rest of the header.</summary>
    internal static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using FileStream stream = InputFile.Open(path);
        return ReadHeader(stream, path).Metadata;
    }

    /// <summary>Writes tensors and metadata. The same content always gives the same bytes: tensors stay in the order given, those of binary64 numbers first; metadata is sorted by name.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">With unique names.</param>
    /// <param name="metadata">Any text by any name.</param>
    /// <param name="doubleTensors">With unique names; null: none.</param>
    /// <exception cref="ArgumentException">A name is there twice or is <c>__metadata__</c>, or a shape does not fit its values.</exception>
    public static void Write(Stream stream, IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<DoubleSafeTensor>? doubleTensors = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        // The wider ones first, so that all are aligned.
        (string Name, string Type, IReadOnlyList<int> Shape, int Count)[] entries =
        [
            .. (doubleTensors ?? []).Select(tensor => (tensor.Name, SafeTensorsHeader.Binary64, tensor.Shape, tensor.Values.Length)),
            .. tensors.Select(tensor => (tensor.Name, SafeTensorsHeader.Binary32, tensor.Shape, tensor.Values.Length)),
        ];
        var names = new HashSet<string>(StringComparer.Ordinal) { MetadataKey };
        foreach ((string name, _, IReadOnlyList<int> shape, int values) in entries)
        {
            if (!names.Add(name))
                throw new ArgumentException($"The tensor name {Quoted.Text(name)} is there twice or is reserved; give each tensor its own name.", nameof(tensors));
            long count = shape.Aggregate(1L, (product, size) => checked(product * size));
            if (count != values || shape.Any(size => size < 0))
                throw new ArgumentException($"Tensor {Quoted.Text(name)} has the shape [{string.Join(", ", shape)}], but {values} values.", nameof(tensors));
        }

        ReadOnlySpan<byte> header = Header(entries, metadata);
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(lengthBytes, (ulong)header.Length);
        stream.Write(lengthBytes);
        stream.Write(header);
        foreach (DoubleSafeTensor tensor in doubleTensors ?? [])
            WriteValues(stream, tensor.Values);
        foreach (SafeTensor tensor in tensors)
            WriteValues(stream, tensor.Values);
    }

    private static SafeTensorsHeader ReadHeader(FileStream stream, string path)
    {
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        int found = stream.ReadAtLeast(lengthBytes, LengthBytes, throwOnEndOfStream: false);
        if (found < LengthBytes)
            throw new DataFormatException($"{path}: found {found} bytes, expected at least {LengthBytes} for the header's length; the file is cut short or is not a safetensors file.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length < 2)
            throw new DataFormatException($"{path}, offset 0: found a header length of {length} bytes, expected at least 2; this is not a safetensors file, or it is damaged.");
        if (length > LongestHeader)
            throw new DataFormatException($"{path}, offset 0: found a header length of {length} bytes, expected at most {LongestHeader}; this is not a safetensors file, or it is damaged.");
        long rest = stream.Length - LengthBytes;
        if ((long)length > rest)
            throw new DataFormatException($"{path}: found {rest} bytes after the header's length, expected a header of {length} bytes; the file is cut short or is not a safetensors file.");

        var headerBytes = new byte[(int)length];
        ReadExactly(stream, headerBytes, path);
        SafeTensorsHeader header = SafeTensorsHeader.Parse(headerBytes, path);
        long dataLength = rest - (long)length;
        if (dataLength < header.DataLength)
            throw new DataFormatException($"{path}: found {dataLength} bytes of tensor data, expected {header.DataLength}; the file is cut short: copy or save it again.");
        if (dataLength > header.DataLength)
            throw new DataFormatException($"{path}: found {dataLength - header.DataLength} extra bytes after the last tensor, expected the end of the file at offset {LengthBytes + (long)length + header.DataLength}; the file is damaged: copy or save it again.");
        return header;
    }

    private static T[] ReadValues<T>(FileStream stream, int count, string path)
        where T : unmanaged
    {
        var values = new T[count];
        for (int start = 0; start < values.Length; start += ValuesAtOnce)
        {
            Span<T> part = values.AsSpan(start, Math.Min(ValuesAtOnce, values.Length - start));
            ReadExactly(stream, MemoryMarshal.AsBytes(part), path);
            if (!BitConverter.IsLittleEndian)
                Reverse<T>(part);
        }
        return values;
    }

    private static void WriteValues<T>(Stream stream, T[] values)
        where T : unmanaged
    {
        for (int start = 0; start < values.Length; start += ValuesAtOnce)
        {
            Span<T> part = values.AsSpan(start, Math.Min(ValuesAtOnce, values.Length - start));
            if (!BitConverter.IsLittleEndian)
                Reverse<T>(part = part.ToArray());
            stream.Write(MemoryMarshal.AsBytes(part));
        }
    }

    private static ReadOnlySpan<byte> Header(IEnumerable<(string Name, string Type, IReadOnlyList<int> Shape, int Count)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach ((string name, string text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(name, text);
            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, string type, IReadOnlyList<int> shape, int count) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (int size in shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)count * (type == SafeTensorsHeader.Binary64 ? sizeof(double) : sizeof(float)));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces up to a multiple of 8 keep the tensors aligned for readers that map the file into memory.
        buffer.Write("       "u8[..(-buffer.WrittenCount & 7)]);
        return buffer.WrittenSpan;
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new DataFormatException($"{path}: the file became shorter while it was read; wait until it is written, then try again.");
    }

    private static void Reverse<T>(Span<T> values)
        where T : unmanaged
    {
        foreach (ref T value in values)
            MemoryMarshal.AsBytes(new Span<T>(ref value)).Reverse();
    }
}
