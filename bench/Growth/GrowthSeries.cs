using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>Fits that differ in one size.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Others">What stays as it is, in words.</param>
/// <param name="Points">In the order of their sizes.</param>
internal sealed record GrowthSeries(string Name, string Others, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>The exponents e from one point to the next, with which a value grows like sizeᵉ; the first point has none.</summary>
    public IReadOnlyList<double?> Exponents(Func<GrowthPoint, double> value)
        => [.. Points.Select((point, i) => i == 0 ? (double?)null : Math.Log(value(point) / value(Points[i - 1])) / Math.Log((double)point.Size / Points[i - 1].Size))];

    /// <summary>Writes a title and a table.</summary>
    public void Write(TextWriter output)
    {
        IReadOnlyList<double?> ofTime = Exponents(point => point.SampleSeconds);
        IReadOnlyList<double?> ofMemory = Exponents(point => point.TakenBytes);
        output.WriteLine($"{Name}, with {Others}:");
        output.WriteLine();
        MarkdownTable.Write(
            output,
            [Name, "epoch s", "µs a sample", "exponent", "predicted bytes", "taken bytes", "exponent"],
            [.. Points.Select((point, i) => (IReadOnlyList<string>)[
                string.Create(CultureInfo.InvariantCulture, $"{point.Size}"),
                string.Create(CultureInfo.InvariantCulture, $"{point.EpochSeconds:F4}"),
                string.Create(CultureInfo.InvariantCulture, $"{point.SampleSeconds * 1e6:F3}"),
                Exponent(ofTime[i]),
                string.Create(CultureInfo.InvariantCulture, $"{point.PredictedBytes:N0}"),
                string.Create(CultureInfo.InvariantCulture, $"{point.TakenBytes:N0}"),
                Exponent(ofMemory[i])])]);
        output.WriteLine();
    }

    private static string Exponent(double? value) => value is { } exponent ? exponent.ToString("F2", CultureInfo.InvariantCulture) : "–";
}
