using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

/// <summary><c>train --model linear</c>: what it learns and the coefficients it reports.</summary>
public sealed class TrainLinearModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Truth(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "TestData", .. parts]);

    private JsonElement Train(params string[] arguments)
        => CliProcess.Run(folder.Path, ["train", .. arguments, "--model", "linear", "--device", "cpu", "--json", "--quiet", "--out", "model.safetensors"]).Expect(0).Json();

    private static double[] Values(JsonElement document) => [.. document.GetProperty("coefficients").EnumerateArray().Select(item => item.GetProperty("value").GetDouble())];

    private static string[] Names(JsonElement document) => [.. document.GetProperty("coefficients").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    [Theory]
    [InlineData("gd_full_batch", null, "steps", "full")]
    [InlineData("sgd_cyclic", 7, "after_epochs", "7")]
    public void Train_DescentInFileOrder_FollowsTheReference(string method, int? batch, string states, string option)
    {
        JsonElement run = TruthData.ReadJson("gd", "diabetes").GetProperty("runs").EnumerateArray().First(candidate =>
            candidate.GetProperty("method").GetString() == method && candidate.GetProperty("bias").GetBoolean() && candidate.GetProperty("lambda").GetDouble() > 0
            && (batch is null || candidate.GetProperty("batch").GetInt32() == batch));
        JsonProperty last = run.GetProperty(states).EnumerateObject().Last();

        JsonElement document = Train(Truth("gd", "diabetes_input.csv"), "--task", "regress", "--standardize", "none", "--test", "0", "--batch", option, "--sampling", "in-order",
            "--epochs", last.Name, "--learning-rate", Text(run, "lr"), "--l2", Text(run, "lambda"));

        double[] expected = [.. last.Value.GetProperty("b").Numbers(), .. last.Value.GetProperty("w").Numbers()];
        double[] found = Values(document);
        Assert.Equal(expected.Length, found.Length);
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-5 * largest);
        Assert.Equal("intercept", Names(document)[0]);
        Assert.Equal("age", Names(document)[1]);

        static string Text(JsonElement of, string name) => of.GetProperty(name).GetDouble().ToString("R", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("none", "0.001")]
    [InlineData("zscore", "0.5")]
    [InlineData("minmax", "0.5")]
    [InlineData("20", "0.5")]
    public void Train_APlane_GivesItsCoefficientsInTheUnitsOfTheData(string standardization, string rate)
    {
        folder.Write("plane.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{i % 20},{i / 20},{2.5 + (0.5 * (i % 20)) - (0.25 * (i / 20))}\n"))));

        JsonElement document = Train("plane.csv", "--task", "regress", "--standardize", standardization, "--test", "0", "--batch", "full", "--epochs", "10000", "--learning-rate", standardization == "none" ? "0.01" : rate);

        Assert.Equal(["intercept", "a", "b"], Names(document));
        double[] found = Values(document);
        Assert.Equal(2.5, found[0], 1e-3);
        Assert.Equal(0.5, found[1], 1e-4);
        Assert.Equal(-0.25, found[2], 1e-4);
        Assert.InRange(document.GetProperty("metrics").GetProperty("train").GetProperty("r2").GetDouble(), 0.99999, 1);
        Assert.All(document.GetProperty("coefficients").EnumerateArray(), item => Assert.False(item.TryGetProperty("class", out _)));
    }

    [Fact]
    public void Train_DegreeTwo_LearnsAParabolaThatEvaluateAndPredictApply()
    {
        folder.Write("parabola.csv", "x,y\n" + string.Concat(Enumerable.Range(-10, 21).Select(x => FormattableString.Invariant($"{x / 10.0},{1 - (2 * x / 10.0) + (3 * x * x / 100.0)}\n"))));

        JsonElement document = Train("parabola.csv", "--task", "regress", "--degree", "2", "--test", "0", "--batch", "full", "--epochs", "2000", "--learning-rate", "0.5");

        Assert.Equal(["intercept", "x", "x^2"], Names(document));
        Assert.Equal([1.0, -2.0, 3.0], Values(document).Select(value => Math.Round(value, 4)));
        JsonElement evaluation = CliProcess.Run(folder.Path, "evaluate", "model.safetensors", "parabola.csv", "--device", "cpu", "--json").Expect(0).Json();
        Assert.InRange(evaluation.GetProperty("rmse").GetDouble(), 0, 1e-4);
        folder.Write("new.csv", "x\n0.25\n-2\n");
        string[] lines = CliProcess.Run(folder.Path, "predict", "model.safetensors", "new.csv", "--device", "cpu").Expect(0).Output.Split('\n');
        Assert.Equal(1 - 0.5 + 0.1875, float.Parse(lines[1], CultureInfo.InvariantCulture), 1e-4);
        Assert.Equal(1 + 4 + 12, float.Parse(lines[2], CultureInfo.InvariantCulture), 1e-3);
    }

    [Fact]
    public void Train_ThreeClasses_IsSoftmaxRegressionWithCoefficientsOfEachClass()
    {
        JsonElement document = Train("iris", "--epochs", "200");

        Assert.Equal(15, document.GetProperty("parameters").GetInt64());
        Assert.InRange(document.GetProperty("metrics").GetProperty("train").GetProperty("accuracy").GetDouble(), 0.95, 1);
        JsonElement[] coefficients = [.. document.GetProperty("coefficients").EnumerateArray()];
        Assert.Equal(["setosa", "versicolor", "virginica"], coefficients.Select(item => item.GetProperty("class").GetString()!).Distinct());
        foreach (IGrouping<string, JsonElement> ofClass in coefficients.GroupBy(item => item.GetProperty("class").GetString()!))
            Assert.Equal(["intercept", "sepal_length", "sepal_width", "petal_length", "petal_width"], ofClass.Select(item => item.GetProperty("name").GetString()!));
        // From zero the gradients of softmax sum to zero over the classes, and so do the weights.
        Assert.Equal(0, coefficients.Where(item => item.GetProperty("name").GetString() == "petal_width").Sum(item => item.GetProperty("value").GetDouble()), 1e-4);
    }

    [Fact]
    public void Train_Text_ShowsTheCoefficients()
    {
        folder.Write("line.csv", "[x],y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i},{i * 0.5}\n"))));

        string output = CliProcess.Run(folder.Path, "train", "line.csv", "--task", "regress", "--model", "linear", "--epochs", "500", "--device", "cpu").Expect(0).Output;

        Assert.Matches(@"(?m)^model +linear$", output);
        Assert.DoesNotMatch(@"(?m)^(hidden|activation|init) ", output);
        Assert.Matches(@"(?m)^ +feature +coefficient *$", output);
        Assert.Matches(@"(?m)^ +\[x\] +0\.(5|49\d*|50\d*) *$", output);
    }

    [Fact]
    public void Train_Penalties_ShrinkTheCoefficients()
    {
        string data = Truth("gd", "diabetes_input.csv");
        double[] free = Fit();
        Assert.InRange(Fit("--l2", "10").Skip(1).Sum(Math.Abs), 0, free.Skip(1).Sum(Math.Abs) / 4);
        Assert.InRange(Fit("--l1", "10").Skip(1).Max(Math.Abs), 0, 0.2);
        // The intercept is exempt.
        Assert.Equal(free[0], Fit("--l2", "10")[0], 1e-3);

        double[] Fit(params string[] more) => Values(Train([data, "--task", "regress", "--standardize", "none", "--test", "0", "--batch", "full", "--epochs", "300", "--learning-rate", "0.01", .. more]));
    }
}
