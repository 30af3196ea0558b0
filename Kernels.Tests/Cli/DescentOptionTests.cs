using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

/// <summary>Options of <c>train</c> that say how it descends, holds back and stops.</summary>
public sealed class DescentOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private JsonElement Train(params string[] arguments)
        => CliProcess.Run(folder.Path, ["train", .. arguments, "--device", "cpu", "--json", "--quiet", "--out", "model.safetensors"]).Expect(0).Json();

    [Fact]
    public void Train_EachOptimizer_LearnsIrisInItsOwnWay()
    {
        string[] optimizers = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"];
        JsonElement[] documents = [.. optimizers.Select(optimizer => Train("iris", "--optimizer", optimizer, "--epochs", "150"))];

        Assert.Equal(optimizers.Length, documents.Select(document => document.GetProperty("weightsSha256").GetString()).Distinct().Count());
        Assert.All(documents, document => Assert.InRange(document.GetProperty("metrics").GetProperty("train").GetProperty("accuracy").GetDouble(), 0.93, 1));
    }

    [Fact]
    public void Train_AdamOnDigits_ReachesNinetyFivePercent()
        => Assert.InRange(Train("digits", "--optimizer", "adam").GetProperty("testAccuracy").GetDouble(), 0.95, 1);

    [Theory]
    [InlineData("--schedule", "step:40,0.5")]
    [InlineData("--schedule", "cosine")]
    [InlineData("--warm-up", "5")]
    [InlineData("--sampling", "in-order")]
    [InlineData("--l2", "0.01")]
    [InlineData("--l1", "0.01")]
    [InlineData("--dropout", "0.25")]
    [InlineData("--clip-norm", "0.1")]
    [InlineData("--class-weight", "balanced")]
    public void Train_EachOption_ChangesTheWeightsAndIsPrintedAndKept(string option, string value)
    {
        string plain = Train("iris", "--epochs", "20").GetProperty("weightsSha256").GetString()!;

        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--epochs", "20", option, value, "--device", "cpu", "--json").Expect(0);

        Assert.NotEqual(plain, result.Json().GetProperty("weightsSha256").GetString());
        string word = option == "--warm-up" ? "schedule" : option[2..];
        Assert.Matches($"(?m)^{word} +.*{value.Split(',')[0]}", result.Error);
        Assert.Contains(value.Split(',')[0], TrainedModel.Load(folder.File("iris.safetensors")).Training[word], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cosine", null, "cosine:80,0")]
    [InlineData("cosine", "20", "warm-up:20 then cosine:60,0")]
    [InlineData("step:40,0.5", null, "step:40,0.5")]
    public void Train_Schedule_RunsOverTheWholeFit(string schedule, string? warmUp, string expected)
    {
        // 120 rows in batches of 32: 4 updates in each of 20 epochs.
        Train(["iris", "--epochs", "20", "--schedule", schedule, .. warmUp is null ? Array.Empty<string>() : ["--warm-up", warmUp]]);

        Assert.Equal(expected, TrainedModel.Load(folder.File("model.safetensors")).Training["schedule"]);
    }

    [Fact]
    public void Train_FullBatch_MakesOneUpdateAnEpoch()
    {
        JsonElement document = Train("iris", "--batch", "full", "--epochs", "7");

        Assert.Equal(7, document.GetProperty("updates").GetInt64());
        Assert.Equal("full", TrainedModel.Load(folder.File("model.safetensors")).Training["batch"]);
    }

    [Fact]
    public void Train_WeightDecay_ShrinksTheCoefficients()
    {
        Assert.InRange(Size("--weight-decay", "5"), 0, 0.8 * Size("--weight-decay", "0"));

        double Size(params string[] more) => Train(["iris", "--model", "linear", "--optimizer", "adamw", "--epochs", "100", .. more])
            .GetProperty("coefficients").EnumerateArray().Where(item => item.GetProperty("name").GetString() != "intercept").Sum(item => Math.Abs(item.GetProperty("value").GetDouble()));
    }

    [Theory]
    [InlineData("validation-loss", "iris")]
    [InlineData("accuracy", "iris")]
    [InlineData("balanced-accuracy", "iris")]
    [InlineData("f1", "iris")]
    [InlineData("log-loss", "iris")]
    [InlineData("rmse", "line.csv")]
    [InlineData("mae", "line.csv")]
    [InlineData("r2", "line.csv")]
    public void Train_EarlyStopping_KeepsTheBestEpoch(string metric, string data)
    {
        folder.Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{i * 0.5 + (i * i * 7 % 11)}\n"))));
        string[] arguments = ["train", data, "--epochs", "5000", "--validation", "0.2", "--early-stopping", metric, "--patience", "4", "--min-change", "0.0001", "--device", "cpu", "--json", "--quiet"];

        JsonElement document = CliProcess.Run(folder.Path, data == "iris" ? arguments : [.. arguments, "--task", "regress"]).Expect(0).Json();

        Assert.Equal("early-stopped", document.GetProperty("stopReason").GetString());
        Assert.Equal(document.GetProperty("epochs").GetInt32() - 4, document.GetProperty("bestEpoch").GetInt32());
    }

    [Fact]
    public void Train_EarlyStoppingOnTheTrainingLoss_NeedsNoValidation()
    {
        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--early-stopping", "loss", "--patience", "2", "--min-change", "10", "--device", "cpu").Expect(0);

        Assert.StartsWith("early-stopped after 3 epochs", result.Output[result.Output.IndexOf("early-stopped", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("The network is that of epoch 1, the best one.", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^early-stopping loss, patience 2, min-change 10$", result.Output);
    }

    [Fact]
    public void Train_Stratify_KeepsTheSharesOfTheClasses()
    {
        JsonElement document = Train("iris", "--stratify", "--validation", "0.25", "--epochs", "1");

        foreach ((string part, int each) in new[] { ("train", 30), ("validation", 10), ("test", 10) })
        {
            double[] counts = document.GetProperty("metrics").GetProperty(part).GetProperty("confusionMatrix").Numbers();
            Assert.Equal([each, each, each], counts.Chunk(3).Select(row => (int)row.Sum()));
        }
    }
}
