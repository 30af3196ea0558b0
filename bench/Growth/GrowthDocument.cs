namespace NeuralGpu.Bench;

/// <summary>What <c>growth --json</c> prints; seconds are of an epoch.</summary>
internal sealed record GrowthDocument(string Device, int Threads, IReadOnlyList<GrowthSeriesDocument> Series)
{
    public static GrowthDocument Of(Device device, IReadOnlyList<GrowthSeries> series)
        => new(device.Info.Name, device.Threads, [.. series.Select(GrowthSeriesDocument.Of)]);
}
