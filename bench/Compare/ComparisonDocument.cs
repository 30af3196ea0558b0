namespace NeuralGpu.Bench;

/// <summary>What <c>compare --json</c> prints. Times are in seconds, by device; null where not measured.</summary>
internal sealed record ComparisonDocument(IReadOnlyList<ComparedDeviceFigures> Devices, IReadOnlyList<string> Refused, IReadOnlyList<MeasuredWorkDocument> Works, bool IsComplete)
{
    public static ComparisonDocument Of(Comparison comparison)
        => new(comparison.Devices, comparison.Refused, [.. comparison.Works.Select(work => MeasuredWorkDocument.Of(work, comparison))], comparison.IsComplete);
}
