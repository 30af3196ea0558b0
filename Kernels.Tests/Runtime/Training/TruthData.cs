using System.Globalization;
using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Reads the reference results in TestData.</summary>
internal static class TruthData
{
    public static JsonElement ReadJson(string folder, string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(PathOf(folder, name + ".json")));
        return document.RootElement.Clone();
    }

    /// <summary>A CSV file with a header and numbers only; the last columns are the targets.</summary>
    public static Dataset ReadCsv(string folder, string name, int targets)
    {
        float[][] rows = [.. File.ReadLines(PathOf(folder, name + ".csv")).Skip(1).Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        int features = rows[0].Length - targets;
        return new Dataset([.. rows.SelectMany(row => row[..features])], features, [.. rows.SelectMany(row => row[features..])], targets);
    }

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Array ? item.Numbers() : [item.GetDouble()])];

    private static string PathOf(string folder, string file) => Path.Combine(AppContext.BaseDirectory, "TestData", folder, file);
}
