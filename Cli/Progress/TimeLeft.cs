using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>Durations as people read them: 0:07, 12:30, 1:02:03.</summary>
internal static class TimeLeft
{
    public static string Format(TimeSpan time)
    {
        TimeSpan shown = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        return shown.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)shown.TotalHours}:{shown.Minutes:00}:{shown.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{shown.Minutes}:{shown.Seconds:00}");
    }
}
