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

        Assert.Equal(["samples", "loss", "accuracy", "metrics"], document.EnumerateObject().Select(property => property.Name));
        Assert.Equal(150, document.GetProperty("samples").GetInt32());
        Assert.InRange(document.GetProperty("accuracy").GetDouble(), 0.8, 1);
        JsonElement metrics = document.GetProperty("metrics");
        Assert.Equal(["accuracy", "balancedAccuracy", "f1", "logLoss", "confusionMatrix", "classes"], metrics.EnumerateObject().Select(property => property.Name));
        Assert.Equal(document.GetProperty("accuracy").GetDouble(), metrics.GetProperty("accuracy").GetDouble());
        // The loss is the cross-entropy, which is the log loss.
        Assert.Equal(document.GetProperty("loss").GetDouble(), metrics.GetProperty("logLoss").GetDouble(), 1e-6);
        Assert.Equal([50, 50, 50], metrics.GetProperty("confusionMatrix").EnumerateArray().Select(row => row.EnumerateArray().Sum(count => count.GetInt32())));
        Assert.Equal(["setosa", "versicolor", "virginica"], metrics.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
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

        Assert.Equal(["samples", "loss", "rmse", "rSquared", "metrics"], document.EnumerateObject().Select(property => property.Name));
        JsonElement metrics = document.GetProperty("metrics");
        Assert.Equal(["rmse", "mae", "r2"], metrics.EnumerateObject().Select(property => property.Name));
        Assert.Equal(document.GetProperty("rmse").GetDouble(), metrics.GetProperty("rmse").GetDouble());
        Assert.Equal(document.GetProperty("rSquared").GetDouble(), metrics.GetProperty("r2").GetDouble());
        Assert.InRange(metrics.GetProperty("mae").GetDouble(), double.Epsilon, metrics.GetProperty("rmse").GetDouble());
    }

    [Fact]
    public void Evaluate_Text_ShowsTheMetricsAndTheConfusionMatrix()
    {
        CliProcess.Run(folder.Path, "train", "iris", "--epochs", "5", "--device", "cpu", "--quiet").Expect(0);

        string output = CliProcess.Run(folder.Path, "evaluate", "iris.safetensors", "iris", "--device", "cpu").Expect(0).Output;

        Assert.Matches(@"(?m)^loss \d\.\d{5}, accuracy \d\.\d{4}, balanced accuracy \d\.\d{4}, F1 \d\.\d{4}, log loss \d\.\d{5} \(150 samples\)$", output);
        Assert.Matches(@"(?m)^ +is \\ predicted +setosa +versicolor +virginica *$", output);
        Assert.Matches(@"(?m)^ +virginica( +\d+){3} *$", output);
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
