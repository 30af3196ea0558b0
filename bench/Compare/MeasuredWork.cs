namespace NeuralGpu.Bench;

/// <summary>One kind of work over its sizes.</summary>
internal sealed record MeasuredWork(string Name, string SizeName, Unit Unit, IReadOnlyList<WorkPoint> Points)
{
    /// <summary>From which size device <paramref name="device"/> is faster than device <paramref name="cpu"/>; null when that was not measured.</summary>
    public Crossover? Crossover(int cpu, int device)
        => Bench.Crossover.Of([.. Points.Select(point => point.Size)], [.. Points.Select(point => point.Seconds[cpu])], [.. Points.Select(point => point.Seconds[device])]);

    /// <summary>The crossover in words.</summary>
    public string CrossoverInWords(int cpu, int device)
        => Crossover(cpu, device)?.InWords(size => Points.First(point => point.Size == size).Label) ?? "not measured";
}
