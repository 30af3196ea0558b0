using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>Plain lines: one an epoch, or about twenty spread over many epochs; the first and the last are always among them.</summary>
internal sealed class EpochLines(TextWriter writer) : IProgress<TrainingProgress>
{
    private const int MostLines = 20;

    public void Report(TrainingProgress value)
    {
        int every = (value.Epochs + MostLines - 1) / MostLines;
        if (!value.EpochFinished || (value.Epoch != 1 && value.Epoch != value.Epochs && value.Epoch % every != 0))
            return;
        string total = value.Epochs.ToString(CultureInfo.InvariantCulture);
        string epoch = value.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch}/{total}  loss {value.Loss:0.00000}{Validation(value)}  {value.SamplesPerSecond:N0} samples/s  {TimeLeft.Format(value.Remaining)} left"));
        writer.Flush();
    }

    private static string Validation(TrainingProgress value)
    {
        if (value.ValidationLoss is not { } loss)
            return "";
        string accuracy = value.ValidationAccuracy is { } fraction ? string.Create(CultureInfo.InvariantCulture, $" (accuracy {fraction:0.0000})") : "";
        return string.Create(CultureInfo.InvariantCulture, $"  validation {loss:0.00000}{accuracy}");
    }
}
