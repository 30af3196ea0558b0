using System.Globalization;
using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Data and reference figures of the linear tests.</summary>
internal static class TruthTable
{
    public static JsonElement Json(string folder, string file)
        => JsonDocument.Parse(File.ReadAllText(PathOf(folder, file + ".json"))).RootElement;

    /// <summary>The columns of a CSV file with a header, by name.</summary>
    public static Dictionary<string, double[]> Csv(string folder, string file)
    {
        string[] lines = [.. File.ReadAllLines(PathOf(folder, file + ".csv")).Where(line => line.Length > 0)];
        string[][] cells = [.. lines.Skip(1).Select(line => line.Split(','))];
        return lines[0].Split(',').Select((name, i) => (name, i)).ToDictionary(item => item.name, item => cells.Select(row => double.Parse(row[item.i], CultureInfo.InvariantCulture)).ToArray());
    }

    /// <summary>Some columns side by side, [rows × columns].</summary>
    public static double[] Rows(Dictionary<string, double[]> table, IReadOnlyList<string> columns)
        => [.. Enumerable.Range(0, table[columns[0]].Length).SelectMany(row => columns.Select(column => table[column][row]))];

    /// <summary>Numbers, also when they are written as strings.</summary>
    public static double[] Numbers(this JsonElement element, string name)
        => [.. element.GetProperty(name).EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? double.Parse(item.GetString()!, CultureInfo.InvariantCulture) : item.GetDouble())];

    public static string[] Strings(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>The largest difference, relative to the largest expected number.</summary>
    public static double Difference(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / Math.Max(expected.Max(Math.Abs), double.Epsilon);
    }

    /// <summary>The intercept, when there is one, and the coefficients.</summary>
    public static double[] Parameters(this LinearFit fit, bool hasIntercept) => hasIntercept ? [.. fit.Model.Intercepts, .. fit.Model.Coefficients] : fit.Model.Coefficients;

    private static string PathOf(string folder, string file) => Path.Combine(AppContext.BaseDirectory, "TestData", folder, file);
}
