using System.Globalization;
using CsvHelper;

namespace NeuralGpu.Cli;

/// <summary>A linear model's predictions as a CSV table, written while the rows are read.</summary>
/// <param name="model">The model.</param>
/// <param name="samples">Its features, in its order.</param>
/// <param name="token">Gives up between two blocks.</param>
internal sealed class SolvedPredictions(SolvedModel model, SampleSource samples, CancellationToken token)
{
    /// <summary>Rows of DATA, with the model's features in its order and no targets.</summary>
    public static SampleSource Features(string data, SolvedModel model)
    {
        if (BuiltInData.Names.Contains(data))
            return BuiltInData.Samples(data, model.TargetNames, model.FeatureNames);
        if (!File.Exists(data))
            throw new BadInputException($"{data}: found no such file or built-in data set, expected a CSV file, a .npy file, or one of the built-in sets {string.Join(", ", BuiltInData.Names)}.");
        return SolveData.IsNpy(data) ? SampleSource.FeaturesOfNpy(data, model.FeatureNames) : SampleSource.FeaturesOfCsv(data, model.FeatureNames);
    }

    /// <returns>How many rows were written.</returns>
    public long WriteTo(TextWriter writer)
    {
        using CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        IEnumerable<string> header = model.TargetNames.Count == 1 ? ["prediction"] : model.TargetNames;
        foreach (string name in header)
            csv.WriteField(name);
        csv.EndRecord();
        long rows = 0;
        foreach (SampleBlock block in SampleBlock.All(samples, token))
        {
            double[] predictions = model.Predict(block.Features); // [rows x targets]
            for (int i = 0; i < predictions.Length; i++)
            {
                // "R": the shortest text that reads back as the same number.
                csv.WriteField(predictions[i].ToString("R", CultureInfo.InvariantCulture));
                if ((i + 1) % model.TargetNames.Count == 0)
                    csv.EndRecord();
            }
            rows += block.Rows;
        }
        return rows;
    }
}
