using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Feeds a live bar: epoch, bar, loss, validation, samples/s and time left.</summary>
internal sealed class LiveTraining(ProgressTask task) : IProgress<TrainingProgress>
{
    // What the columns beside the bar take at most, with their gaps.
    private const int TextWidth = 70;
    private const int NarrowestBar = 8;
    private const int WidestBar = 40;

    private double? validation;

    public static ProgressColumn[] Columns(int consoleWidth) =>
    [
        new TaskDescriptionColumn { Alignment = Justify.Left },
        new ProgressBarColumn { Width = Math.Clamp(consoleWidth - TextWidth, NarrowestBar, WidestBar) },
        new FiguresColumn(),
    ];

    public void Report(TrainingProgress value)
    {
        validation = value.ValidationLoss ?? validation;
        task.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}");
        task.MaxValue = Math.Max(1, value.TotalUpdates);
        task.Value = value.Updates;
        string validationLoss = validation is { } loss ? string.Create(CultureInfo.InvariantCulture, $" val {loss:0.0000}") : "";
        task.Tag = string.Create(CultureInfo.InvariantCulture,
            $"loss {value.Loss:0.0000}{validationLoss} {value.SamplesPerSecond:N0} samples/s {TimeLeft.Format(value.Remaining)} left");
    }
}
