using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_Json_PrintsOneDocumentWithTheContractsFields()
    {
        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--epochs", "3", "--validation", "0.1", "--device", "cpu", "--json").Expect(0);

        JsonElement document = result.Json();
        Assert.Equal(1, document.GetProperty("contract").GetInt32());
        Assert.Equal("cpu", document.GetProperty("device").GetProperty("kind").GetString());
        Assert.NotEqual("", document.GetProperty("device").GetProperty("name").GetString());
        Assert.Equal(4 * 32 + 32 + 32 * 3 + 3, document.GetProperty("parameters").GetInt64());
        Assert.Equal(3, document.GetProperty("epochs").GetInt32());
        // 150 rows: 30 for the test, a tenth of 120 for validation; 108 are left, in batches of 32.
        Assert.Equal(3 * 4, document.GetProperty("updates").GetInt64());
        Assert.Equal("completed", document.GetProperty("stopReason").GetString());
        foreach (string number in new[] { "trainLoss", "validationLoss", "testLoss", "testAccuracy", "seconds", "samplesPerSecond" })
            Assert.True(document.GetProperty(number).GetDouble() >= 0, number);
        // 4-32-3, each array in 64s: 384 numbers of parameters, and as many gradients and copies at the start of two epochs; 6 of an update; 7 a row of data; 7 + 2 · 35 a row of a batch; 3 a visit; 35 + 3 + 2 + 4 a row of validation.
        Assert.Equal(4 * ((4 * 384) + 6 + (7 * 120) + (77 * 32) + (3 * 108) + (44 * 12)), document.GetProperty("deviceMemory").GetInt64());
        Assert.Matches("^[0-9a-f]{64}$", document.GetProperty("weightsSha256").GetString());
        Assert.Equal("iris.safetensors", document.GetProperty("model").GetString());
        Assert.True(File.Exists(folder.File("iris.safetensors")));
        JsonElement metrics = document.GetProperty("metrics");
        foreach (string part in new[] { "train", "validation", "test" })
        {
            JsonElement of = metrics.GetProperty(part);
            foreach (string number in new[] { "accuracy", "balancedAccuracy", "f1", "logLoss" })
                Assert.True(of.GetProperty(number).GetDouble() >= 0, $"{part} {number}");
            Assert.Equal(document.GetProperty($"{part}Samples").GetInt32(), of.GetProperty("confusionMatrix").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())));
        }
        Assert.False(document.TryGetProperty("coefficients", out _), "a network of several layers has no coefficients");
        Assert.Contains("learning-rate", result.Error, StringComparison.Ordinal);
        Assert.Contains("epoch 3/3", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WithoutValidation_WritesNullForItsLoss()
    {
        JsonElement document = CliProcess.Run(folder.Path, "train", "iris", "--epochs", "1", "--test", "0", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(JsonValueKind.Null, document.GetProperty("validationLoss").ValueKind);
        Assert.Equal(JsonValueKind.Null, document.GetProperty("testLoss").ValueKind);
        Assert.Equal(JsonValueKind.Null, document.GetProperty("testAccuracy").ValueKind);
        Assert.Equal(JsonValueKind.Null, document.GetProperty("metrics").GetProperty("validation").ValueKind);
        Assert.Equal(JsonValueKind.Null, document.GetProperty("metrics").GetProperty("test").ValueKind);
    }

    [Fact]
    public void Train_Threads_DoNotChangeTheWeights()
    {
        string one = Hash("--threads", "1");
        Assert.Equal(one, Hash("--threads", "3"));
        Assert.NotEqual(one, Hash("--seed", "2"));

        string Hash(params string[] more) => CliProcess.Run(folder.Path, [
            "train", "digits", "--epochs", "2", "--device", "cpu", "--json", "--quiet", "--out", "model.safetensors", .. more,
        ]).Expect(0).Json().GetProperty("weightsSha256").GetString()!;
    }

    [Fact]
    public void Train_OpenCL_GivesTheWeightsOfTheCpu()
    {
        Assert.SkipUnless(Device.List().Any(device => device.Kind == DeviceKind.OpenCL && device.Usable), "not run: no OpenCL device.");

        Assert.Equal(Hash("cpu"), Hash("opencl"));

        string Hash(string device) => CliProcess.Run(folder.Path, "train", "digits", "--epochs", "1", "--device", device, "--json", "--quiet")
            .Expect(0).Json().GetProperty("weightsSha256").GetString()!;
    }

    [Fact]
    public void Train_DefaultsOnLargeValues_DoNotDiverge()
    {
        folder.Write("prices.csv", "rooms,distance,price\n" + string.Concat(Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{i % 8},{i / 8},{150000 + 40000 * (i % 8) - 3000 * (i / 8)}\n"))));

        CliResult result = CliProcess.Run(folder.Path, "train", "prices.csv", "--task", "regress", "--target", "price", "--device", "cpu", "--json").Expect(0);

        Assert.Equal("completed", result.Json().GetProperty("stopReason").GetString());
        Assert.InRange(result.Json().GetProperty("testRSquared").GetDouble(), 0.9, 1);
    }

    [Fact]
    public void Train_IssueSettingsOnDigits_ReachNinetyFivePercent()
    {
        JsonElement document = CliProcess.Run(folder.Path,
            "train", "digits", "--hidden", "32", "--activation", "sigmoid", "--learning-rate", "0.5", "--batch", "32", "--epochs", "60", "--test", "0.2", "--device", "cpu", "--json").Expect(0).Json();

        Assert.InRange(document.GetProperty("testAccuracy").GetDouble(), 0.95, 1);
    }

    [Fact]
    public void Train_Text_PrintsEveryChoiceTheResultsAndTheModel()
    {
        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--epochs", "40", "--device", "cpu").Expect(0);

        foreach (string option in new[] { "device", "samples", "task", "model", "hidden", "activation", "output", "loss", "optimizer", "learning-rate", "schedule", "batch", "epochs", "tolerance", "sampling", "init", "standardize", "validation", "test", "seed", "out" })
            Assert.Matches($"(?m)^{option} +\\S", result.Output);
        string[] epochs = [.. result.Output.Split('\n').Where(line => line.StartsWith("epoch ", StringComparison.Ordinal))];
        Assert.InRange(epochs.Length, 20, 21);
        Assert.StartsWith("epoch  1/40", epochs[0], StringComparison.Ordinal);
        Assert.StartsWith("epoch 40/40", epochs[^1], StringComparison.Ordinal);
        Assert.Matches(@"(?m)^test +loss \S+, accuracy \d\.\d+, balanced accuracy \d\.\d+, F1 \d\.\d+, log loss \d\.\d+ \(30 samples\)$", result.Output);
        Assert.EndsWith("Model written to iris.safetensors\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Train_Quiet_PrintsOnlyTheResults()
    {
        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--epochs", "2", "--device", "cpu", "--quiet").Expect(0);

        Assert.StartsWith("completed after 2 epochs", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("learning-rate", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Train_RegressionOnCsv_ReportsRmseAndRSquared()
    {
        folder.Write("plane.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{i % 20},{i / 20},{2.5 + 0.5 * (i % 20) - 0.25 * (i / 20)}\n"))));

        JsonElement document = CliProcess.Run(folder.Path, "train", "plane.csv", "--task", "regress", "--hidden", "none", "--epochs", "400", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(3, document.GetProperty("parameters").GetInt64());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("testAccuracy").ValueKind);
        Assert.InRange(document.GetProperty("testRmse").GetDouble(), 0, 0.1);
        Assert.InRange(document.GetProperty("testRSquared").GetDouble(), 0.99, 1);
        Assert.Equal("plane.safetensors", document.GetProperty("model").GetString());
    }

    [Fact]
    public void Train_IdxFolder_TestsOnItsOwnTestSet()
    {
        IdxFiles.WriteFolder(folder.File("pixels"), training: 80, test: 12);

        JsonElement document = CliProcess.Run(folder.Path, "train", "pixels", "--epochs", "40", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(80, document.GetProperty("trainSamples").GetInt32());
        Assert.Equal(12, document.GetProperty("testSamples").GetInt32());
        Assert.Equal(1.0, document.GetProperty("testAccuracy").GetDouble());
        Assert.Equal("pixels.safetensors", document.GetProperty("model").GetString());
    }

    [Fact]
    public void Train_TwoClassesWithSigmoid_HasOneOutput()
    {
        folder.Write("two.csv", "a,b,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i % 7},{i % 3},{(i % 7 > 3 ? "high" : "low")}\n"))));

        JsonElement document = CliProcess.Run(folder.Path, "train", "two.csv", "--output", "sigmoid", "--hidden", "none", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(3, document.GetProperty("parameters").GetInt64());
        Assert.InRange(document.GetProperty("testAccuracy").GetDouble(), 0.9, 1);
    }

    [Theory]
    [InlineData("sigmoid", "mse")]
    [InlineData("tanh", "mse")]
    [InlineData("identity", "mse")]
    [InlineData("sigmoid", "binary-cross-entropy")]
    [InlineData("softmax", "cross-entropy")]
    [InlineData("identity", "hinge")]
    [InlineData("identity", "squared-hinge")]
    [InlineData("identity", "logistic")]
    public void Train_AllowedPairOfOutputAndLoss_Trains(string output, string loss)
    {
        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--output", output, "--loss", loss, "--epochs", "2", "--device", "cpu", "--json").Expect(0);

        Assert.Equal("completed", result.Json().GetProperty("stopReason").GetString());
        Assert.Matches($"(?m)^output +{output}$", result.Error);
        Assert.Matches($"(?m)^loss +{loss}$", result.Error);
    }

    [Fact]
    public void Train_LargeTolerance_StopsConverged()
    {
        JsonElement document = CliProcess.Run(folder.Path, "train", "iris", "--tolerance", "1e6", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal("converged", document.GetProperty("stopReason").GetString());
        Assert.Equal(1, document.GetProperty("updates").GetInt64());
    }

    [Fact]
    public void Train_Diverged_FailsButKeepsTheLastFiniteModel()
    {
        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--output", "identity", "--loss", "mse", "--learning-rate", "1e30", "--device", "cpu", "--json").Expect(1);

        JsonElement document = result.Json();
        Assert.Equal("diverged", document.GetProperty("stopReason").GetString());
        Assert.Contains("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("learning rate", result.Error, StringComparison.Ordinal);
        Assert.Equal("iris.safetensors", document.GetProperty("model").GetString());
        Assert.True(TrainedModel.Load(folder.File("iris.safetensors")).Network.IsFinite());
    }

    [Fact]
    public void Train_DivergedOverAnOlderModel_LeavesThatModelAlone()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "1", "--device", "cpu", "--quiet").Expect(0);
        byte[] before = File.ReadAllBytes(folder.File("iris.safetensors"));

        CliResult result = CliProcess.Run(folder.Path, "train", "iris", "--output", "identity", "--loss", "mse", "--learning-rate", "1e30", "--device", "cpu", "--json").Expect(1);

        Assert.Equal(before, File.ReadAllBytes(folder.File("iris.safetensors")));
        Assert.Equal("iris.diverged.safetensors", result.Json().GetProperty("model").GetString());
        Assert.True(File.Exists(folder.File("iris.diverged.safetensors")));
    }
}
