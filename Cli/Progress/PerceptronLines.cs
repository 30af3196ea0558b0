using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>Plain lines of a perceptron's fit: the first twenty epochs, then each that doubles their number, and the last.</summary>
internal sealed class PerceptronLines(TextWriter writer) : IProgress<PerceptronProgress>
{
    private const int FirstLines = 20;

    private int next = 1;

    public void Report(PerceptronProgress value)
    {
        // Nobody knows beforehand which epoch is the last: it may be any.
        bool isLast = value.Mistakes == 0 || value.Epoch == value.Epochs;
        if (value.Epoch < next && !isLast)
            return;
        next = value.Epoch < FirstLines ? value.Epoch + 1 : value.Epoch * 2;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}, at most {value.Epochs}  {TrainReport.Counted(value.Mistakes, "mistake")}"));
        writer.Flush();
    }
}
