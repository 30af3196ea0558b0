using System.Globalization;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Predict_Classes_WritesARowASampleWithProbabilitiesThatSumToOne()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "5", "--device", "cpu", "--quiet").Expect(0);

        string[] lines = CliProcess.Run(folder.Path, "predict", "iris.safetensors", "iris", "--device", "cpu").Expect(0).Output.TrimEnd('\n').Split('\n');

        string[] header = lines[0].Split(',');
        Assert.Equal("prediction", header[0]);
        Assert.Equal(4, header.Length);
        Assert.Equal(151, lines.Length);
        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.Split(',');
            float[] probabilities = [.. cells.Skip(1).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(1, probabilities.Sum(), 1e-5f);
            // Shortest round-trip form: reading and writing again changes nothing.
            Assert.Equal(cells.Skip(1), probabilities.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            Assert.Equal(header[1 + Array.IndexOf(probabilities, probabilities.Max())], $"p({cells[0]})");
        }
    }

    [Fact]
    public void Predict_CsvWithoutTarget_WritesValuesToTheFile()
    {
        folder.Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},{3 + i * 0.1}\n"))));
        CliProcess.Run(folder.Path, "train", "line.csv", "--task", "regress", "--hidden", "none", "--epochs", "300", "--device", "cpu", "--quiet").Expect(0);
        folder.Write("new.csv", "ignored,x\nabc,10\ndef,20\n");

        CliResult result = CliProcess.Run(folder.Path, "predict", "line.safetensors", "new.csv", "--out", "predictions.csv", "--device", "cpu").Expect(0);

        Assert.Equal("", result.Output);
        string[] lines = File.ReadAllLines(folder.File("predictions.csv"));
        Assert.Equal("prediction", lines[0]);
        Assert.Equal(4, float.Parse(lines[1], CultureInfo.InvariantCulture), 0.05f);
        Assert.Equal(5, float.Parse(lines[2], CultureInfo.InvariantCulture), 0.05f);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void Predict_TwoClassesWithOneOutput_WritesBothProbabilities()
    {
        folder.Write("two.csv", "a,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i % 7},{(i % 7 > 3 ? "high" : "low")}\n"))));
        CliProcess.Run(folder.Path, "train", "two.csv", "--output", "sigmoid", "--device", "cpu", "--quiet").Expect(0);

        string[] lines = CliProcess.Run(folder.Path, "predict", "two.safetensors", "two.csv", "--device", "cpu").Expect(0).Output.TrimEnd('\n').Split('\n');

        Assert.Equal("prediction,p(high),p(low)", lines[0]);
        Assert.StartsWith("low,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("high,", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_BadDataOverAnOlderFile_LeavesThatFileAlone()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "1", "--device", "cpu", "--quiet").Expect(0);
        folder.Write("predictions.csv", "precious");
        folder.Write("bad.csv", "sepal_length,sepal_width,petal_length,petal_width\n1,2,3,four\n");

        CliProcess.Run(folder.Path, "predict", "iris.safetensors", "bad.csv", "--out", "predictions.csv", "--device", "cpu").ExpectRefusal("bad.csv", "four");

        Assert.Equal("precious", File.ReadAllText(folder.File("predictions.csv")));
    }
}
