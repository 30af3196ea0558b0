using System.Diagnostics;
using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>Plain lines for passes over data: one every few seconds, so none for small data.</summary>
internal sealed class RowLines(TextWriter writer) : IProgress<SolveProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly RowRate rate = new();
    private long last = Stopwatch.GetTimestamp();

    public void Report(SolveProgress value)
    {
        double rowsPerSecond = rate.Of(value);
        if (Stopwatch.GetElapsedTime(last) < Pause)
            return;
        last = Stopwatch.GetTimestamp();
        string fraction = double.IsNaN(value.Fraction) ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100 * value.Fraction:0} %)");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pass {value.Pass}, {value.Stage}: {value.Rows:N0} rows{fraction}, {rowsPerSecond:N0} rows/s"));
        writer.Flush();
    }
}
