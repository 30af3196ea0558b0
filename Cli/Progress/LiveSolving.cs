using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Feeds a live bar: pass, bar, rows and rows/s.</summary>
internal sealed class LiveSolving(ProgressTask task) : IProgress<SolveProgress>
{
    private readonly RowRate rate = new();

    public void Report(SolveProgress value)
    {
        double rowsPerSecond = rate.Of(value);
        task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"pass {value.Pass}, {value.Stage}"));
        task.IsIndeterminate = double.IsNaN(value.Fraction);
        task.Value = double.IsNaN(value.Fraction) ? 0 : Math.Clamp(value.Fraction, 0, 1);
        task.Tag = string.Create(CultureInfo.InvariantCulture, $"{value.Rows:N0} rows {rowsPerSecond:N0} rows/s");
    }
}
