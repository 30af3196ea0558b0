using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace NeuralGpu.Bench;

/// <summary>A column that is made of the work a call is and the mean time that it took.</summary>
/// <param name="id">Tells it from the others.</param>
/// <param name="name">Its head.</param>
/// <param name="legend">What it is.</param>
/// <param name="value">The cell from the benchmark and its seconds a call; null: a dash.</param>
internal sealed class RateColumn(string id, string name, string legend, Func<ICountedWork, double, string?> value) : IColumn
{
    private static readonly Dictionary<string, Roofline> Rooflines = [];

    /// <summary>Floating-point operations a second.</summary>
    public static RateColumn GigaFlops { get; } = new("flops", "GFLOP/s", "Floating-point operations a second", (work, seconds) => Rate(work.Amount.Operations, seconds));

    /// <summary>Bytes a second.</summary>
    public static RateColumn GigaBytes { get; } = new("bytes", "GB/s", "Bytes that must be moved at least, a second", (work, seconds) => Rate(work.Amount.Bytes, seconds));

    /// <summary>The least time that the measured roofline allows, by the time that it took.</summary>
    public static RateColumn Share { get; } = new("roofline", "of roofline", "Least time by the device's measured roofline / time; above 100 % from caches", (work, seconds) =>
        work.Amount.LeastSeconds(RooflineOf(work.Target)) is { } least ? string.Create(CultureInfo.InvariantCulture, $"{100 * least / seconds:F0} %") : null);

    public string Id => $"NeuralGpu.{id}";

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Mean;
        if (nanoseconds is null || Activator.CreateInstance(benchmarkCase.Descriptor.Type) is not ICountedWork work)
            return "–";
        foreach (ParameterInstance parameter in benchmarkCase.Parameters.Items)
            benchmarkCase.Descriptor.Type.GetProperty(parameter.Name)?.SetValue(work, parameter.Value);
        return value(work, nanoseconds.Value * 1e-9) ?? "–";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    private static string? Rate(double amount, double seconds) => amount == 0 ? null : (amount / seconds / 1e9).ToString("F2", CultureInfo.InvariantCulture);

    // Once a run, after the benchmarks.
    private static Roofline RooflineOf(string name)
    {
        if (Rooflines.TryGetValue(name, out Roofline? roofline))
            return roofline;
        using Device device = Device.Open(name);
        return Rooflines[name] = DeviceRoofline.Measure(device);
    }
}
