using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>What a table shows of a time: the time itself, or the work a second.</summary>
internal sealed record Unit(string Name, double Scale, bool IsRate)
{
    public static Unit GigaFlops { get; } = new("GFLOP/s", 1e-9, true);

    public static Unit GigaBytes { get; } = new("GB/s", 1e-9, true);

    public static Unit Milliseconds { get; } = new("ms", 1e3, false);

    public static Unit Seconds { get; } = new("s", 1, false);

    /// <summary>The number that is shown.</summary>
    public double Of(double work, double seconds) => Scale * (IsRate ? work / seconds : seconds);

    public string Format(double work, double seconds)
    {
        double value = Of(work, seconds);
        return value.ToString(value >= 100 ? "F1" : value >= 1 ? "F2" : "F4", CultureInfo.InvariantCulture);
    }
}
