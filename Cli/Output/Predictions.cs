using System.Globalization;
using CsvHelper;

namespace NeuralGpu.Cli;

/// <summary>A model's outputs as a CSV table.</summary>
/// <param name="model">The model that gave them.</param>
/// <param name="outputs">[samples × outputs], row-major.</param>
internal sealed class Predictions(TrainedModel model, float[] outputs)
{
    private readonly int width = model.Network.Outputs;
    private readonly bool isMargin = model.Loss.IsMargin();

    public void WriteTo(TextWriter writer)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        WriteHeader(csv);
        for (int start = 0; start < outputs.Length; start += width)
            WriteRow(csv, outputs.AsSpan(start, width));
    }

    private void WriteHeader(CsvWriter csv)
    {
        csv.WriteField("prediction");
        foreach (string name in model.Classes ?? [])
            csv.WriteField(isMargin ? $"score({name})" : $"p({name})");
        csv.EndRecord();
    }

    private void WriteRow(CsvWriter csv, ReadOnlySpan<float> row)
    {
        if (model.Classes is not { } classes)
        {
            WriteNumber(csv, row[0]);
        }
        else if (row.Length == 1 && isMargin)
        {
            // One score: above 0 for the second of two classes.
            csv.WriteField(classes[row[0] > 0 ? 1 : 0]);
            WriteNumber(csv, 0 - row[0]);
            WriteNumber(csv, row[0]);
        }
        else if (row.Length == 1)
        {
            // One sigmoid output: the probability of the second of two classes.
            csv.WriteField(classes[row[0] >= 0.5f ? 1 : 0]);
            WriteNumber(csv, 1 - row[0]);
            WriteNumber(csv, row[0]);
        }
        else
        {
            csv.WriteField(classes[FirstLargest(row)]);
            foreach (float value in row)
                WriteNumber(csv, value);
        }
        csv.EndRecord();
    }

    // "R": the shortest text that reads back as the same float.
    private static void WriteNumber(CsvWriter csv, float value) => csv.WriteField(value.ToString("R", CultureInfo.InvariantCulture));

    private static int FirstLargest(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
        {
            if (row[i] > row[best])
                best = i;
        }
        return best;
    }
}
