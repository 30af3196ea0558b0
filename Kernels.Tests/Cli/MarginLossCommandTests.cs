using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

/// <summary><c>--loss hinge|squared-hinge|logistic</c> from training to predictions.</summary>
public sealed class MarginLossCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Truth(string name) => Path.Combine(AppContext.BaseDirectory, "TestData", "classify", name);

    [Theory]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    [InlineData("logistic")]
    public void Train_TwoClasses_LearnsOneScoreThatEvaluatesAsItTrained(string loss)
    {
        JsonElement document = CliProcess.Run(folder.Path, "train", Truth("iris_versicolor_vs_virginica_input.csv"), "--task", "classify", "--model", "linear", "--loss", loss, "--test", "0",
            "--epochs", "100", "--device", "cpu", "--json", "--quiet", "--out", "model.safetensors").Expect(0).Json();
        JsonElement evaluation = CliProcess.Run(folder.Path, "evaluate", "model.safetensors", Truth("iris_versicolor_vs_virginica_input.csv"), "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(5, document.GetProperty("parameters").GetInt64());
        Assert.InRange(document.GetProperty("metrics").GetProperty("train").GetProperty("accuracy").GetDouble(), 0.94, 1);
        Assert.Equal(document.GetProperty("metrics").GetProperty("train").GetRawText(), evaluation.GetProperty("metrics").GetRawText());
        Assert.Equal(document.GetProperty("trainLoss").GetDouble(), evaluation.GetProperty("loss").GetDouble(), 1e-6);
    }

    [Fact]
    public void Train_LogisticWithRidge_ReachesTheMinimiser()
    {
        const double Lambda = 0.1;
        JsonElement minimiser = TruthData.ReadJson("classify", "iris_versicolor_vs_virginica").GetProperty("minimisers").EnumerateArray()
            .First(item => item.GetProperty("loss").GetString() == "logistic" && item.GetProperty("lambda").GetDouble() == Lambda && item.GetProperty("bias").GetString() == "bias_unpenalised");

        JsonElement document = CliProcess.Run(folder.Path, "train", Truth("iris_versicolor_vs_virginica_input.csv"), "--task", "classify", "--model", "linear", "--loss", "logistic",
            "--standardize", "none", "--test", "0", "--batch", "full", "--learning-rate", "1", "--epochs", "3000", "--l2", "0.1", "--device", "cpu", "--json", "--quiet").Expect(0).Json();

        double[] found = [.. document.GetProperty("coefficients").EnumerateArray().Select(item => item.GetProperty("value").GetDouble())];
        double[] expected = [minimiser.GetProperty("b").GetDouble(), .. minimiser.GetProperty("w").Numbers()];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-4);
    }

    [Fact]
    public void Predict_ThreeClasses_TakesTheLargestScore()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--loss", "squared-hinge", "--hidden", "8", "--epochs", "5", "--device", "cpu", "--quiet").Expect(0);

        string[] lines = CliProcess.Run(folder.Path, "predict", "iris.safetensors", "iris", "--device", "cpu").Expect(0).Output.TrimEnd('\n').Split('\n');

        Assert.Equal("prediction,score(setosa),score(versicolor),score(virginica)", lines[0]);
        string[] header = lines[0].Split(',');
        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.Split(',');
            float[] scores = [.. cells.Skip(1).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(header[1 + Array.IndexOf(scores, scores.Max())], $"score({cells[0]})");
        }
    }

    [Fact]
    public void Train_BalancedClassWeights_FindMoreOfARareClass()
    {
        // 95 of 100 rows are common, and the classes overlap: unweighted, the rare ones are given up.
        folder.Write("rare.csv", "x,kind\n" + string.Concat(Enumerable.Range(0, 190).Select(i => FormattableString.Invariant($"{i % 19},common\n"))) + string.Concat(Enumerable.Range(0, 10).Select(i => FormattableString.Invariant($"{11 + i},rare\n"))));

        Assert.InRange(Recall(), 0, 0.3);
        Assert.InRange(Recall("--class-weight", "balanced"), 0.8, 1);

        double Recall(params string[] more)
        {
            JsonElement document = CliProcess.Run(folder.Path, ["train", "rare.csv", "--model", "linear", "--loss", "logistic", "--test", "0", "--epochs", "200", "--device", "cpu", "--json", "--quiet", .. more]).Expect(0).Json();
            double[] counts = document.GetProperty("metrics").GetProperty("train").GetProperty("confusionMatrix").Numbers();
            return counts[3] / (counts[2] + counts[3]);
        }
    }
}
