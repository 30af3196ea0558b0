namespace NeuralGpu.Bench;

/// <summary>A column of a <see cref="ContestDocument"/>; the ratios are null where there was nothing to measure.</summary>
internal sealed record ContestantDocument(string Name, string? Version, double? GeometricMeanRatio, double? LeastRatio)
{
    public static ContestantDocument Of(Contestant peer, IReadOnlyList<double> ratios)
        => new(peer.Name, peer.Version, ratios.Count == 0 ? null : Ratios.GeometricMean(ratios), ratios.Count == 0 ? null : ratios.Min());
}
