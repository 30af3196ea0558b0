using Xunit;

namespace NeuralGpu.Tests;

/// <summary>Options of <c>train</c> that are wrong by themselves, with each other, or for the data.</summary>
public sealed class BadTrainingOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--model", "tree")]
    [InlineData("--optimizer", "lbfgs")]
    [InlineData("--dropout", "1")]
    [InlineData("--dropout", "-0.1")]
    [InlineData("--dropout", "nan")]
    [InlineData("--l2", "-0.5")]
    [InlineData("--l2", "inf")]
    [InlineData("--l1", "-1e-3")]
    [InlineData("--weight-decay", "-1")]
    [InlineData("--clip-norm", "-1")]
    [InlineData("--class-weight", "equal")]
    [InlineData("--early-stopping", "auc")]
    [InlineData("--patience", "0")]
    [InlineData("--min-change", "-1")]
    [InlineData("--degree", "0")]
    [InlineData("--degree", "65")]
    [InlineData("--degree", "2.5")]
    [InlineData("--batch", "all")]
    [InlineData("--warm-up", "0")]
    [InlineData("--schedule", "step")]
    [InlineData("--schedule", "step:0,0.5")]
    [InlineData("--schedule", "step:10,1.5")]
    [InlineData("--schedule", "step:10")]
    public void Train_BadValue_NamesTheOptionAndTheValue(string option, string value)
        => CliProcess.Run(folder.Path, "train", "iris", option, value).ExpectRefusal(option, $"'{value}'", "expected");

    [Theory]
    [InlineData("linear", "--hidden", "32")]
    [InlineData("linear", "--activation", "tanh")]
    [InlineData("linear", "--init", "he")]
    [InlineData("linear", "--dropout", "0.5")]
    [InlineData("perceptron", "--hidden", "none")]
    [InlineData("perceptron", "--dropout", "0.5")]
    [InlineData("perceptron", "--output", "softmax")]
    [InlineData("perceptron", "--loss", "hinge")]
    [InlineData("perceptron", "--optimizer", "adam")]
    [InlineData("perceptron", "--schedule", "inverse")]
    [InlineData("perceptron", "--warm-up", "3")]
    [InlineData("perceptron", "--batch", "1")]
    [InlineData("perceptron", "--sampling", "in-order")]
    [InlineData("perceptron", "--l2", "0.1")]
    [InlineData("perceptron", "--l1", "0.1")]
    [InlineData("perceptron", "--clip-norm", "1")]
    [InlineData("perceptron", "--class-weight", "balanced")]
    [InlineData("perceptron", "--tolerance", "0.1")]
    [InlineData("perceptron", "--early-stopping", "loss")]
    public void Train_OptionThatTheModelDoesNotHave_NamesBoth(string model, string option, string value)
        => CliProcess.Run(folder.Path, "train", "iris", "--model", model, option, value).ExpectRefusal(option, $"--model {model}", "leave");

    [Fact]
    public void Train_DropoutWithoutHiddenLayers_IsRefused()
        => CliProcess.Run(folder.Path, "train", "iris", "--hidden", "none", "--dropout", "0.5").ExpectRefusal("--dropout", "--hidden none");

    [Fact]
    public void Train_WeightDecayWithAnotherOptimizer_IsRefused()
        => CliProcess.Run(folder.Path, "train", "iris", "--optimizer", "adam", "--weight-decay", "0.1").ExpectRefusal("--weight-decay", "adamw", "the optimizer is adam;");

    [Theory]
    [InlineData("--patience", "3")]
    [InlineData("--min-change", "0.1")]
    public void Train_WaitingForNoMetric_IsRefused(string option, string value)
        => CliProcess.Run(folder.Path, "train", "iris", option, value).ExpectRefusal(option, "expected --early-stopping", "validation-loss");

    [Theory]
    [InlineData("validation-loss")]
    [InlineData("accuracy")]
    [InlineData("r2")]
    public void Train_EarlyStoppingWithoutValidation_AsksForIt(string metric)
        => CliProcess.Run(folder.Path, "train", "iris", "--early-stopping", metric).ExpectRefusal("--early-stopping", $"'{metric}'", "--validation");

    [Theory]
    [InlineData("accuracy", "regress", "softmax")]
    [InlineData("f1", "regress", "softmax")]
    [InlineData("log-loss", "regress", "softmax")]
    [InlineData("rmse", "classify", "softmax")]
    [InlineData("r2", "classify", "softmax")]
    [InlineData("log-loss", "classify", "identity")]
    public void Train_EarlyStoppingOnAMetricThatIsNotReported_SaysWhichAre(string metric, string task, string output)
    {
        WriteNumbers();

        CliProcess.Run(folder.Path, "train", "data.csv", "--task", task, "--output", task == "regress" ? "identity" : output, "--validation", "0.2", "--early-stopping", metric, "--device", "cpu")
            .ExpectRefusal("--early-stopping", $"'{metric}'", "not reported", "expected one of loss, validation-loss");
    }

    [Fact]
    public void Train_EarlyStoppingOnRSquaredOfEqualTargets_IsRefused()
    {
        folder.Write("data.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"{i},0.5\n"))));

        CliProcess.Run(folder.Path, "train", "data.csv", "--task", "regress", "--validation", "0.2", "--early-stopping", "r2", "--device", "cpu")
            .ExpectRefusal("--early-stopping", "'r2'", "not reported", "the same");
    }

    [Theory]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    [InlineData("logistic")]
    public void Train_MarginLossForRegression_IsRefused(string loss)
    {
        WriteNumbers();

        CliProcess.Run(folder.Path, "train", "data.csv", "--task", "regress", "--loss", loss, "--device", "cpu").ExpectRefusal($"--loss {loss}", "regress", "--loss mse");
    }

    [Theory]
    [InlineData("--model", "perceptron")]
    [InlineData("--class-weight", "balanced")]
    [InlineData("--stratify", "")]
    public void Train_OptionForClassesOnValues_IsRefused(string option, string value)
    {
        WriteNumbers();

        CliProcess.Run(folder.Path, ["train", "data.csv", "--task", "regress", "--device", "cpu", option, .. value.Length > 0 ? new[] { value } : []]).ExpectRefusal(option, "regress");
    }

    [Fact]
    public void Train_LinearModelOfValuesWithABentOutput_IsRefused()
    {
        WriteNumbers();

        CliProcess.Run(folder.Path, "train", "data.csv", "--task", "regress", "--model", "linear", "--output", "tanh", "--device", "cpu").ExpectRefusal("--output tanh", "--hidden none");
    }

    [Theory]
    [InlineData("perceptron")]
    [InlineData("linear")]
    public void Train_OneClass_IsRefused(string model)
    {
        folder.Write("data.csv", "a,y\n1,x\n2,x\n3,x\n");

        CliProcess.Run(folder.Path, "train", "data.csv", "--model", model, "--device", "cpu").ExpectRefusal("data.csv", "class");
    }

    [Fact]
    public void Train_PerceptronWithAClassThatIsAllHeldOut_NamesTheClass()
    {
        // Half of the rows are held out; with one row of a class, one of these seeds holds it out.
        folder.Write("data.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 9).Select(i => FormattableString.Invariant($"{i},common\n"))) + "20,rare\n");
        CliResult[] results = [.. Enumerable.Range(1, 8).Select(seed => CliProcess.Run(folder.Path, "train", "data.csv", "--model", "perceptron", "--test", "0.5", "--seed", $"{seed}", "--device", "cpu", "--quiet"))];

        CliResult refused = Assert.Single(results.DistinctBy(result => result.ExitCode), result => result.ExitCode != 0);
        refused.ExpectRefusal("'rare'", "--model perceptron", "--stratify");
        CliProcess.Run(folder.Path, "train", "data.csv", "--model", "perceptron", "--test", "0.5", "--stratify", "--device", "cpu", "--quiet").Expect(0);
    }

    [Fact]
    public void Train_StratifyWithASingleRowOfEachClass_IsRefused()
    {
        folder.Write("data.csv", "a,y\n1,x\n2,y\n3,z\n");

        CliProcess.Run(folder.Path, "train", "data.csv", "--stratify", "--device", "cpu").ExpectRefusal("--stratify", "single row of each class");
    }

    [Fact]
    public void Train_WarmUpLongerThanTheFit_SaysHowLongItIs()
        // 120 rows in batches of 32: 4 updates an epoch.
        => CliProcess.Run(folder.Path, "train", "iris", "--epochs", "3", "--warm-up", "12", "--device", "cpu").ExpectRefusal("--warm-up", "found 12", "12 updates (3 epochs of 4)");

    [Fact]
    public void Train_PowerBeyondBinary32_NamesTheFeature()
    {
        folder.Write("data.csv", "a,big,y\n1,1e15,0.5\n2,2e15,0.7\n3,3e15,0.1\n");

        CliProcess.Run(folder.Path, "train", "data.csv", "--task", "regress", "--degree", "3", "--device", "cpu").ExpectRefusal("'big'", "power 3", "lower degree");
    }

    [Fact]
    public void Train_PowerBeyondBinary32InAHeldOutRow_NamesTheDatasRow()
    {
        folder.Write("data.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{(i == 30 ? 1e20 : i)},{i % 7}.5\n"))));

        foreach (string test in new[] { "0", "0.3" })
            CliProcess.Run(folder.Path, "train", "data.csv", "--task", "regress", "--degree", "3", "--test", test, "--device", "cpu").ExpectRefusal("Row 30", "'a'");
    }

    [Fact]
    public void Train_FeatureThatIsCalledLikeTheConstantOrAPower_IsRefused()
    {
        folder.Write("intercept.csv", "intercept,b,y\n1,2,0.5\n2,1,0.7\n3,3,0.1\n");
        CliProcess.Run(folder.Path, "train", "intercept.csv", "--model", "linear", "--device", "cpu").ExpectRefusal("'intercept'", "rename");
        folder.Write("powers.csv", "x,x^2,y\n1,2,0.5\n2,1,0.7\n3,3,0.1\n");
        CliProcess.Run(folder.Path, "train", "powers.csv", "--degree", "2", "--device", "cpu").ExpectRefusal("'x^2'", "rename");
    }

    private void WriteNumbers()
        => folder.Write("data.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"{i},{i % 2}\n"))));
}
