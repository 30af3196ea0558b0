using System.Diagnostics;

namespace NeuralGpu.Cli;

/// <summary>How many rows a second a pass over data has read so far.</summary>
internal sealed class RowRate
{
    private long passStart = Stopwatch.GetTimestamp();
    private int pass;

    public double Of(SolveProgress value)
    {
        if (value.Pass != pass)
        {
            pass = value.Pass;
            passStart = Stopwatch.GetTimestamp();
            return 0;
        }
        double seconds = Stopwatch.GetElapsedTime(passStart).TotalSeconds;
        return seconds > 0 ? value.Rows / seconds : 0;
    }
}
