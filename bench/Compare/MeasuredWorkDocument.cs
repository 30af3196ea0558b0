namespace NeuralGpu.Bench;

/// <summary>One kind of work in a <see cref="ComparisonDocument"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="SizeName">What the sizes are.</param>
/// <param name="WorkUnit">What a point's work divided by its seconds is, where the unit is a rate; otherwise the unit of time.</param>
/// <param name="Points">The sizes.</param>
/// <param name="Crossovers">By device that is not the CPU: from which size it is faster; null where nothing was measured on both.</param>
internal sealed record MeasuredWorkDocument(string Name, string SizeName, string WorkUnit, IReadOnlyList<WorkPointDocument> Points, IReadOnlyDictionary<string, Crossover?> Crossovers)
{
    public static MeasuredWorkDocument Of(MeasuredWork work, Comparison comparison)
    {
        (string Name, int Index)[] devices = [.. comparison.Devices.Select((device, i) => (device.Name, i))];
        return new(
            work.Name,
            work.SizeName,
            work.Unit.Name,
            [.. work.Points.Select(point => new WorkPointDocument(point.Size, point.Work, devices.ToDictionary(device => device.Name, device => point.Seconds[device.Index])))],
            devices.Where(device => device.Index != comparison.Cpu).ToDictionary(device => device.Name, device => work.Crossover(comparison.Cpu, device.Index)));
    }
}
