namespace NeuralGpu.Bench;

/// <summary>The fits that differ in one size, and how time and memory grow from each to the next.</summary>
internal sealed record GrowthSeriesDocument(string Over, string With, IReadOnlyList<GrowthPoint> Points, IReadOnlyList<double?> TimeExponents, IReadOnlyList<double?> MemoryExponents)
{
    public static GrowthSeriesDocument Of(GrowthSeries series)
        => new(series.Name, series.Others, series.Points, series.Exponents(point => point.SampleSeconds), series.Exponents(point => point.TakenBytes));
}
