using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Evaluate_Classes_PrintsSamplesLossAndAccuracy()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "30", "--device", "cpu", "--quiet").Expect(0);

        JsonElement document = CliProcess.Run(folder.Path, "evaluate", "iris.safetensors", "iris", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(["samples", "loss", "accuracy"], document.EnumerateObject().Select(property => property.Name));
        Assert.Equal(150, document.GetProperty("samples").GetInt32());
        Assert.InRange(document.GetProperty("accuracy").GetDouble(), 0.8, 1);
    }

    [Fact]
    public void Evaluate_OnlyTrainingRows_GivesTheTrainLoss()
    {
        double trained = CliProcess.Run(folder.Path, "train", "iris", "--test", "0", "--epochs", "5", "--device", "cpu", "--json").Expect(0).Json().GetProperty("trainLoss").GetDouble();

        JsonElement document = CliProcess.Run(folder.Path, "evaluate", "iris.safetensors", "iris", "--device", "cpu", "--json").Expect(0).Json();

        // The rows are the same but in another order, so the sums may round differently.
        Assert.Equal(trained, document.GetProperty("loss").GetDouble(), trained * 1e-5);
    }

    [Fact]
    public void Evaluate_Regression_PrintsRmseAndRSquared()
    {
        folder.Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},{i * 0.1}\n"))));
        CliProcess.Run(folder.Path, "train", "line.csv", "--task", "regress", "--hidden", "none", "--device", "cpu", "--quiet").Expect(0);

        JsonElement document = CliProcess.Run(folder.Path, "evaluate", "line.safetensors", "line.csv", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(["samples", "loss", "rmse", "rSquared"], document.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Evaluate_IdxFolder_UsesItsTestSet()
    {
        IdxFiles.WriteFolder(folder.File("pixels"), training: 40, test: 8);
        CliProcess.Run(folder.Path, "train", "pixels", "--epochs", "2", "--device", "cpu", "--quiet").Expect(0);

        JsonElement document = CliProcess.Run(folder.Path, "evaluate", "pixels.safetensors", "pixels", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(8, document.GetProperty("samples").GetInt32());
    }

    [Fact]
    public void Evaluate_DataOfAnotherWidth_IsRefused()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "1", "--device", "cpu", "--quiet").Expect(0);

        CliProcess.Run(folder.Path, "evaluate", "iris.safetensors", "digits", "--device", "cpu").ExpectRefusal("digits", "64", "4");
    }

    [Fact]
    public void Evaluate_CsvWithoutTheModelsFeatures_IsRefused()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "1", "--device", "cpu", "--quiet").Expect(0);
        folder.Write("other.csv", "a,class\n1,0\n2,1\n");

        CliProcess.Run(folder.Path, "evaluate", "iris.safetensors", "other.csv", "--device", "cpu").ExpectRefusal("other.csv", "sepal_length");
    }

    [Fact]
    public void Evaluate_ModelCutShort_IsRefused()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "1", "--device", "cpu", "--quiet").Expect(0);
        byte[] whole = File.ReadAllBytes(folder.File("iris.safetensors"));
        File.WriteAllBytes(folder.File("short.safetensors"), whole[..^5]);
        File.WriteAllBytes(folder.File("long.safetensors"), [.. whole, 0]);
        File.WriteAllBytes(folder.File("empty.safetensors"), []);

        foreach (string name in new[] { "short.safetensors", "long.safetensors", "empty.safetensors" })
            CliProcess.Run(folder.Path, "evaluate", name, "iris", "--device", "cpu").ExpectRefusal(name);
    }
}
