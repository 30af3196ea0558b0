using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

/// <summary><c>train --model perceptron</c> and what can be done with its model.</summary>
public sealed class PerceptronCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Truth(string name) => Path.Combine(AppContext.BaseDirectory, "TestData", "classify", name);

    private string[] Arguments(string data, params string[] more)
        => ["train", data, "--task", "classify", "--model", "perceptron", "--standardize", "none", "--test", "0", "--device", "cpu", "--out", folder.File("model.safetensors"), .. more];

    [Fact]
    public void Train_SeparableClasses_FollowsTheReferenceUntilNoMistake()
    {
        JsonElement expected = TruthData.ReadJson("classify", "iris_setosa_vs_rest").GetProperty("perceptron");

        JsonElement document = CliProcess.Run(folder.Path, Arguments(Truth("iris_setosa_vs_rest_input.csv"), "--json", "--quiet")).Expect(0).Json();

        Assert.True(document.GetProperty("separated").GetBoolean());
        Assert.Equal("converged", document.GetProperty("stopReason").GetString());
        Assert.Equal(expected.GetProperty("mistakes_per_epoch").Numbers(), document.GetProperty("mistakesPerEpoch").Numbers());
        Assert.Equal(expected.GetProperty("total_mistakes").GetInt64(), document.GetProperty("updates").GetInt64());
        JsonElement[] coefficients = [.. document.GetProperty("coefficients").EnumerateArray()];
        Assert.Equal(["intercept", "z0", "z1", "z2", "z3"], coefficients.Select(item => item.GetProperty("name").GetString()!));
        Assert.Equal(
            [expected.GetProperty("b_final").GetDouble(), .. expected.GetProperty("w_final").Numbers()],
            coefficients.Select(item => item.GetProperty("value").GetDouble()));
        JsonElement train = document.GetProperty("metrics").GetProperty("train");
        Assert.Equal(1, train.GetProperty("accuracy").GetDouble());
        Assert.Equal(JsonValueKind.Null, train.GetProperty("logLoss").ValueKind);
    }

    [Fact]
    public void Train_ClassesThatAreNotSeparable_IsAResultThatSaysSo()
    {
        CliResult result = CliProcess.Run(folder.Path, Arguments(Truth("pima_input.csv"), "--epochs", "5", "--json")).Expect(0);

        Assert.False(result.Json().GetProperty("separated").GetBoolean());
        Assert.Equal("completed", result.Json().GetProperty("stopReason").GetString());
        Assert.Equal(5, result.Json().GetProperty("mistakesPerEpoch").GetArrayLength());
        Assert.Equal(TruthData.ReadJson("classify", "pima").GetProperty("perceptron").GetProperty("mistakes_per_epoch").Numbers()[..5], result.Json().GetProperty("mistakesPerEpoch").Numbers());
        Assert.Contains("Not separable within 5 epochs", result.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^epoch 5, at most 5  \d+ mistakes$", result.Error);
        Assert.Matches(@"(?m)^mistakes +(\d+, ){4}\d+ \(by epoch\)$", result.Error);
        Assert.DoesNotMatch("(?m)^(optimizer|batch|schedule|loss) +[a-z0-9]+$", result.Error);
    }

    [Fact]
    public void Predict_FromItsModel_WritesScoresWhoseSignDecides()
    {
        CliProcess.Run(folder.Path, Arguments(Truth("pima_input.csv"), "--epochs", "3", "--quiet")).Expect(0);
        double accuracy = CliProcess.Run(folder.Path, "evaluate", "model.safetensors", Truth("pima_input.csv"), "--device", "cpu", "--json").Expect(0).Json().GetProperty("accuracy").GetDouble();

        string[] lines = CliProcess.Run(folder.Path, "predict", "model.safetensors", Truth("pima_input.csv"), "--device", "cpu").Expect(0).Output.TrimEnd('\n').Split('\n');

        Assert.Equal("prediction,score(-1),score(1)", lines[0]);
        string[] labels = [.. File.ReadLines(Truth("pima_input.csv")).Skip(1).Select(line => line.Split(',')[^1])];
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            string[] cells = lines[i + 1].Split(',');
            float score = float.Parse(cells[2], CultureInfo.InvariantCulture);
            Assert.Equal(score > 0 ? "1" : "-1", cells[0]);
            Assert.Equal(0 - score, float.Parse(cells[1], CultureInfo.InvariantCulture));
            right += cells[0] == labels[i] ? 1 : 0;
        }
        Assert.Equal(right / (double)labels.Length, accuracy, 1e-12);
    }

    [Fact]
    public void Train_ThreeClasses_IsOneVersusRest()
    {
        JsonElement document = CliProcess.Run(folder.Path, Arguments("iris", "--epochs", "20", "--validation", "0.2", "--json", "--quiet")).Expect(0).Json();

        Assert.Equal(15, document.GetProperty("parameters").GetInt64());
        Assert.Equal(15, document.GetProperty("coefficients").GetArrayLength());
        Assert.Equal(30, document.GetProperty("metrics").GetProperty("validation").GetProperty("confusionMatrix").Numbers().Sum());
        TrainedModel model = TrainedModel.Load(folder.File("model.safetensors"));
        Assert.Equal("perceptron", model.Training["model"]);
        Assert.Equal(Loss.Hinge, model.Loss);
    }

    [Fact]
    public void Train_LearningRate_ScalesTheWeightsOnly()
    {
        double[] one = Weights("1");
        Assert.Equal(one.Select(value => value * 0.5), Weights("0.5"));

        double[] Weights(string rate) => [.. CliProcess.Run(folder.Path, Arguments(Truth("iris_setosa_vs_rest_input.csv"), "--learning-rate", rate, "--json", "--quiet"))
            .Expect(0).Json().GetProperty("coefficients").EnumerateArray().Select(item => item.GetProperty("value").GetDouble())];
    }
}
