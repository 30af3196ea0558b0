using System.Text.Json;
using System.Text.Unicode;

namespace NeuralGpu;

/// <summary>The checked header of a safetensors file.</summary>
/// <param name="Entries">In the order of their data.</param>
/// <param name="Metadata">Free text by name.</param>
/// <param name="DataLength">How many bytes follow the header.</param>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsHeader.Entry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataLength)
{
    internal const string Binary32 = "F32";
    internal const string Binary64 = "F64";

    /// <summary>Where one tensor lies and what shape it has.</summary>
    internal sealed record Entry(string Name, int[] Shape, int Count, int ValueBytes, long Start, long End);

    /// <summary>Parses and checks the header's JSON.</summary>
    /// <exception cref="DataFormatException">It is not valid, or its byte ranges do not tile the data.</exception>
    public static SafeTensorsHeader Parse(byte[] bytes, string path)
    {
        if (bytes[0] != (byte)'{')
            throw new DataFormatException($"{path}, offset {SafeTensors.LengthBytes}: found the byte 0x{bytes[0]:x2}, expected '{{' at the start of the JSON header; this is not a safetensors file, or it is damaged.");
        if (!Utf8.IsValid(bytes))
            throw new DataFormatException($"{path}: found bytes in the header that are not UTF-8, expected JSON; the file is damaged: copy or save it again.");
        try
        {
            // Duplicates are looked for below, where they can be named.
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = true, MaxDepth = 8 });
            return Parse(document.RootElement, path);
        }
        catch (JsonException e)
        {
            throw new DataFormatException($"{path}: found a header that is not valid JSON ({e.Message}), expected a JSON object of tensors; the file is damaged: copy or save it again.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new DataFormatException($"{path}: found text in the header that is not valid Unicode ({e.Message}), expected JSON; the file is damaged: copy or save it again.", e);
        }
    }

    private static SafeTensorsHeader Parse(JsonElement root, string path)
    {
        var entries = new List<Entry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in Members(root, "the header", path))
        {
            if (name != SafeTensors.MetadataKey)
            {
                entries.Add(ParseEntry(name, value, path));
                continue;
            }
            foreach ((string key, JsonElement text) in Members(value, SafeTensors.MetadataKey, path))
            {
                if (text.ValueKind != JsonValueKind.String)
                    throw new DataFormatException($"{path}: found {text.ValueKind} for the metadata {Quoted.Text(key)}, expected text.");
                metadata.Add(key, text.GetString()!);
            }
        }

        entries.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        long end = 0;
        string before = "the start of the data";
        foreach (Entry entry in entries)
        {
            if (entry.Start != end)
                throw new DataFormatException($"{path}: found tensor {Quoted.Text(entry.Name)} at data offset {entry.Start}, expected it at {end}, right after {before}; the tensors {(entry.Start < end ? "overlap" : "leave a gap")}, so the file is damaged.");
            end = entry.End;
            before = $"tensor {Quoted.Text(entry.Name)}";
        }
        return new SafeTensorsHeader(entries, metadata, end);
    }

    private static Entry ParseEntry(string name, JsonElement element, string path)
    {
        string what = $"tensor {Quoted.Text(name)}";
        JsonElement? dtype = null, shape = null, offsets = null;
        foreach ((string key, JsonElement value) in Members(element, what, path))
        {
            switch (key)
            {
                case "dtype":
                    dtype = value;
                    break;
                case "shape":
                    shape = value;
                    break;
                case "data_offsets":
                    offsets = value;
                    break;
                default:
                    throw new DataFormatException($"{path}: found the unknown key {Quoted.Text(key)} in {what}, expected dtype, shape and data_offsets.");
            }
        }
        if (dtype is null || shape is null || offsets is null)
            throw new DataFormatException($"{path}: found no {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")} in {what}, expected dtype, shape and data_offsets.");
        int valueBytes = (dtype.Value.ValueKind == JsonValueKind.String ? dtype.Value.GetString() : null) switch
        {
            Binary32 => sizeof(float),
            Binary64 => sizeof(double),
            _ => throw new DataFormatException($"{path}: found the dtype {Quoted.Text(dtype.Value.ToString())} in {what}, expected '{Binary32}' or '{Binary64}'; convert the tensor to 32-bit floats."),
        };

        long[] sizes = Numbers(shape.Value, "shape", what, path);
        long[] range = Numbers(offsets.Value, "data_offsets", what, path);
        if (range.Length != 2 || range[0] > range[1])
            throw new DataFormatException($"{path}: found the data_offsets [{string.Join(", ", range)}] in {what}, expected a start and an end that is not before it.");
        Int128 count = 1;
        foreach (long size in sizes)
        {
            count *= size;
            if (size > int.MaxValue || count > Array.MaxLength)
                throw new DataFormatException($"{path}: found the shape [{string.Join(", ", sizes)}] in {what}, expected at most {Array.MaxLength} numbers; the file is damaged, or too large for this program.");
        }
        if (range[1] - range[0] != (long)count * valueBytes)
            throw new DataFormatException($"{path}: found {range[1] - range[0]} bytes for {what}, expected {(long)count * valueBytes} for the shape [{string.Join(", ", sizes)}] of {valueBytes}-byte numbers; the file is damaged.");
        return new Entry(name, [.. sizes.Select(size => (int)size)], (int)count, valueBytes, range[0], range[1]);
    }

    private static long[] Numbers(JsonElement element, string key, string what, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw new DataFormatException($"{path}: found {element.ValueKind} for {key} in {what}, expected an array of numbers.");
        var numbers = new long[element.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (element[i].ValueKind != JsonValueKind.Number || !element[i].TryGetInt64(out numbers[i]) || numbers[i] < 0)
                throw new DataFormatException($"{path}: found {Quoted.Text(element[i].ToString())} in the {key} of {what}, expected a whole number from 0 to {long.MaxValue}.");
        }
        return numbers;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element, string what, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new DataFormatException($"{path}: found {element.ValueKind} for {what}, expected a JSON object.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                throw new DataFormatException($"{path}: found the name {Quoted.Text(property.Name)} twice in {what}, expected each name once; the file is damaged.");
            yield return (property.Name, property.Value);
        }
    }
}
