using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>The tables of a comparison as texts, for the terminal and for a page alike.</summary>
internal sealed class ComparisonCells(Comparison comparison)
{
    private const string NotMeasured = "–";

    /// <summary>The heads of the table of devices.</summary>
    public static IReadOnlyList<string> DeviceHeader { get; } = ["device", "name", "driver", "fma GFLOP/s", "copy GB/s", "open s", "first launch ms", "process to first step s"];

    public IReadOnlyList<IReadOnlyList<string>> DeviceRows => [.. comparison.Devices.Select(device => (IReadOnlyList<string>)
    [
        device.Name,
        device.Threads > 0 ? $"{device.Title}; working threads: {device.Threads}" : device.Title,
        device.Driver,
        Number(device.Roofline.Flops / 1e9, "F0"),
        Number(device.Roofline.Bandwidth / 1e9, "F1"),
        Number(device.OpenSeconds, "F2"),
        Number(device.FirstLaunchSeconds * 1e3, "F1"),
        Number(device.FirstStepSeconds, "F2"),
    ])];

    /// <summary>The title of a kind of work's table.</summary>
    public static string Title(MeasuredWork work) => $"{work.Name}, {work.Unit.Name}";

    /// <summary>The size, what each device did, and how many times the CPU's speed that is.</summary>
    public IReadOnlyList<string> Header(MeasuredWork work)
        => [work.SizeName, .. comparison.Devices.Select(device => device.Name), .. Others.Select(i => $"{comparison.Devices[i].Name} / cpu")];

    public IReadOnlyList<IReadOnlyList<string>> Rows(MeasuredWork work) => [.. work.Points.Select(point => (IReadOnlyList<string>)
    [
        point.Label,
        .. point.Seconds.Select(seconds => seconds is null ? NotMeasured : work.Unit.Format(point.Work, seconds.Value)),
        .. Others.Select(i => point.Seconds[comparison.Cpu] / point.Seconds[i] is { } ratio ? Number(ratio, "F2") : NotMeasured),
    ])];

    /// <summary>One sentence a device that is not the CPU: from which size it wins. None for a single size.</summary>
    public IReadOnlyList<string> Crossovers(MeasuredWork work)
        => work.Points.Count < 2 ? [] : [.. Others.Select(i => $"{comparison.Devices[i].Name} is faster than cpu: {work.CrossoverInWords(comparison.Cpu, i)}.")];

    private IEnumerable<int> Others => Enumerable.Range(0, comparison.Devices.Count).Where(i => i != comparison.Cpu);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
