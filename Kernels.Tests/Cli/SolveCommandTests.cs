using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NeuralGpu.Tests;

public sealed class SolveCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // y = 1 + 2a − 3b exactly, z = −y.
    private const string Exact = "a,b,y,z\n0,0,1,-1\n1,0,3,-3\n0,1,-2,2\n1,1,0,0\n2,1,2,-2\n5,3,2,-2\n";

    [Theory]
    [InlineData("Norris", 1)]
    [InlineData("Pontius", 2)]
    [InlineData("Wampler1", 5)]
    [InlineData("Wampler2", 5)]
    [InlineData("NoInt1", 1)]
    [InlineData("Longley", 1)]
    public void Solve_NistSet_HasTwelveDigitsOfTheCertifiedFigures(string name, int degree)
    {
        JsonElement truth = TruthTable.Json("nist", name);
        List<string> arguments = ["solve", Path.Combine(AppContext.BaseDirectory, "TestData", "nist", $"{name}.csv"), "--target", "y", "--degree", degree.ToString(CultureInfo.InvariantCulture), "--device", "cpu", "--json"];
        if (!truth.GetProperty("intercept").GetBoolean())
            arguments.Add("--no-intercept");

        JsonElement target = CliProcess.Run(folder.Path, arguments).Expect(0).Json().GetProperty("targets").EnumerateArray().Single();

        JsonElement exact = truth.GetProperty("exact_rational_rounded_to_17_digits");
        double[] found = [.. target.GetProperty("coefficients").EnumerateArray().Select(coefficient => coefficient.GetProperty("value").GetDouble())];
        double[] expected = exact.Numbers("coef");
        Assert.Equal(expected.Length, found.Length);
        foreach ((double certified, double computed) in expected.Zip(found))
            Assert.Equal(0, (computed - certified) / certified, 1e-12);
        double sd = double.Parse(exact.GetProperty("residual_sd").GetString()!, CultureInfo.InvariantCulture);
        Assert.Equal(sd, target.GetProperty("residualStandardDeviation").GetDouble(), Math.Max(1e-10 * sd, 1e-12));
        Assert.Equal(double.Parse(exact.GetProperty("r2").GetString()!, CultureInfo.InvariantCulture), target.GetProperty("rSquared").GetDouble(), 1e-10);
        Assert.Equal(truth.GetProperty("residual_df").GetInt32(), target.GetProperty("residualDegreesOfFreedom").GetDouble());
        Assert.Equal(expected.Length, target.GetProperty("rank").GetInt32());
    }

    [Fact]
    public void Solve_Json_HasTheDocumentedShape()
    {
        folder.Write("exact.csv", Exact);

        JsonElement document = CliProcess.Run(folder.Path, "solve", "exact.csv", "--target", "y,z", "--device", "cpu", "--json").Expect(0).Json();

        Assert.Equal(6, document.GetProperty("samples").GetInt64());
        Assert.Equal("cpu", document.GetProperty("device").GetProperty("kind").GetString());
        Assert.True(document.GetProperty("seconds").GetDouble() > 0);
        JsonElement[] targets = [.. document.GetProperty("targets").EnumerateArray()];
        Assert.Equal(["y", "z"], targets.Select(target => target.GetProperty("name").GetString()));
        JsonElement[] coefficients = [.. targets[0].GetProperty("coefficients").EnumerateArray()];
        Assert.Equal(["intercept", "a", "b"], coefficients.Select(coefficient => coefficient.GetProperty("name").GetString()));
        Assert.Equal([1, 2, -3], coefficients.Select(coefficient => Math.Round(coefficient.GetProperty("value").GetDouble(), 12)));
        foreach (string figure in new[] { "standardError", "t", "p" })
            Assert.All(coefficients, coefficient => Assert.True(coefficient.TryGetProperty(figure, out _), figure));
        foreach (string figure in new[] { "residualStandardDeviation", "rSquared", "adjustedRSquared", "conditionNumber", "rank", "method", "residualDegreesOfFreedom" })
            Assert.All(targets, target => Assert.True(target.TryGetProperty(figure, out _), figure));
        Assert.Equal(3, targets[1].GetProperty("residualDegreesOfFreedom").GetDouble());
        Assert.False(targets[0].TryGetProperty("path", out _));
    }

    [Fact]
    public void Solve_Powers_AreNamedWithTheirExponent()
    {
        folder.Write("curve.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 9).Select(i => FormattableString.Invariant($"{i},{1 - i + (0.5 * i * i)}\n"))));

        JsonElement target = CliProcess.Run(folder.Path, "solve", "curve.csv", "--target", "y", "--degree", "2", "--device", "cpu", "--json").Expect(0).Json().GetProperty("targets")[0];

        Assert.Equal(["intercept", "x", "x^2"], target.GetProperty("coefficients").EnumerateArray().Select(coefficient => coefficient.GetProperty("name").GetString()));
        Assert.Equal(0.5, target.GetProperty("coefficients")[2].GetProperty("value").GetDouble(), 1e-14);
    }

    [Fact]
    public void Solve_Table_ShowsCoefficientsAndMeasures()
    {
        string output = CliProcess.Run(folder.Path, "solve", "iris", "--target", "petal_width", "--device", "cpu").Expect(0).Output;

        foreach (string text in new[] { "petal_width from sepal_length, sepal_width, petal_length", "intercept", "standard error", "95 % interval", "residual standard deviation", "adjusted R²", "condition number", "rank 4 of 4", "150 rows" })
            Assert.Contains(text, output, StringComparison.Ordinal);
        // R: summary(lm(Petal.Width ~ Sepal.Length + Sepal.Width + Petal.Length, iris)) prints these.
        Assert.Contains("-0.2072660738", output, StringComparison.Ordinal);
        Assert.Contains("0.52408", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_RidgePath_ReportsEveryPenaltyAndTheChosenOne()
    {
        JsonElement target = CliProcess.Run(folder.Path, "solve", "iris", "--target", "petal_width", "--ridge", "0.001,0.1,10", "--choose", "gcv", "--free-intercept", "--device", "cpu", "--json").Expect(0).Json().GetProperty("targets")[0];

        JsonElement[] path = [.. target.GetProperty("path").EnumerateArray()];
        Assert.Equal([0.001, 0.1, 10], path.Select(fit => fit.GetProperty("penalty").GetDouble()));
        double best = path.MinBy(fit => fit.GetProperty("score").GetDouble()).GetProperty("penalty").GetDouble();
        Assert.Equal(best, target.GetProperty("penalty").GetDouble());
        Assert.Equal(JsonValueKind.Null, target.GetProperty("coefficients")[0].GetProperty("standardError").ValueKind);
    }

    [Fact]
    public void Solve_Npy_GivesWhatTheCsvGives()
    {
        double[] rows = [0, 0, 1, 1, 0, 3, 0, 1, -2, 1, 1, 0.5, 2, 1, 2];
        File.WriteAllBytes(folder.File("data.npy"), NpyFile.Of(rows, 3));
        folder.Write("data.csv", "x0,x1,x2\n" + string.Concat(rows.Chunk(3).Select(row => string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n")));

        string Coefficients(params string[] arguments) => CliProcess.Run(folder.Path, ["solve", .. arguments, "--device", "cpu", "--json"]).Expect(0).Json().GetProperty("targets").GetRawText();

        Assert.Equal(Coefficients("data.csv", "--target", "x2"), Coefficients("data.npy"));
        Assert.Equal(Coefficients("data.csv", "--target", "x0", "--weights", "x1"), Coefficients("data.npy", "--target", "0", "--weights", "x1"));
    }

    [Fact]
    public void Solve_AnyNumberOfThreads_PrintsTheSameBits()
    {
        string Targets(string threads) => CliProcess.Run(folder.Path, "solve", "iris", "--target", "petal_width,sepal_width", "--device", "cpu", "--threads", threads, "--json").Expect(0).Json().GetProperty("targets").GetRawText();

        Assert.Equal(Targets("1"), Targets("3"));
    }

    [Fact]
    public void Solve_Out_PredictAndEvaluateUseItInBinary64()
    {
        folder.Write("exact.csv", Exact);
        CliProcess.Run(folder.Path, "solve", "exact.csv", "--target", "y", "--features", "a,b", "--out", "model.safetensors", "--device", "cpu").Expect(0);
        folder.Write("new.csv", "b,name,a\n0.25,x,0.125\n");

        string[] lines = CliProcess.Run(folder.Path, "predict", "model.safetensors", "new.csv").Expect(0).Output.TrimEnd('\n').Split('\n');
        JsonElement evaluation = CliProcess.Run(folder.Path, "evaluate", "model.safetensors", "exact.csv", "--json").Expect(0).Json();

        Assert.Equal("prediction", lines[0]);
        Assert.Equal(0.5, double.Parse(lines[1], CultureInfo.InvariantCulture), 1e-15);
        Assert.Equal(6, evaluation.GetProperty("samples").GetInt32());
        Assert.InRange(evaluation.GetProperty("rmse").GetDouble(), 0, 1e-14);
        Assert.Equal(1, evaluation.GetProperty("rSquared").GetDouble(), 1e-14);
    }

    [Fact]
    public void Solve_OutWithSeveralTargets_PredictsAndEvaluatesEach()
    {
        folder.Write("exact.csv", Exact);
        CliProcess.Run(folder.Path, "solve", "exact.csv", "--target", "z,y", "--out", "model.safetensors", "--device", "cpu").Expect(0);

        string[] lines = CliProcess.Run(folder.Path, "predict", "model.safetensors", "exact.csv", "--out", "predictions.csv").Expect(0).Error.Split('\n');
        JsonElement evaluation = CliProcess.Run(folder.Path, "evaluate", "model.safetensors", "exact.csv", "--json").Expect(0).Json();

        Assert.StartsWith("6 predictions written", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("z,y\n", File.ReadAllText(folder.File("predictions.csv")), StringComparison.Ordinal);
        Assert.Equal(1, evaluation.GetProperty("targets").GetProperty("y").GetProperty("rSquared").GetDouble(), 1e-14);
        CliProcess.Run(folder.Path, "evaluate", "model.safetensors", "exact.csv", "--target", "y").ExpectRefusal("--target", "z, y");
    }

    [Fact]
    public void Solve_OutFromNpyOrABuiltInSet_PredictsFromTheSameKind()
    {
        File.WriteAllBytes(folder.File("data.npy"), NpyFile.Of([0.0, 1, 1, 3, 2, 5, 3, 7], 2));
        File.WriteAllBytes(folder.File("new.npy"), NpyFile.Of([0.5f, -2], 1));
        CliProcess.Run(folder.Path, "solve", "data.npy", "--out", "line.safetensors", "--device", "cpu").Expect(0);
        CliProcess.Run(folder.Path, "solve", "iris", "--target", "petal_width", "--features", "petal_length", "--out", "iris.safetensors", "--device", "cpu").Expect(0);

        string[] lines = CliProcess.Run(folder.Path, "predict", "line.safetensors", "new.npy").Expect(0).Output.TrimEnd('\n').Split('\n');
        string evaluation = CliProcess.Run(folder.Path, "evaluate", "iris.safetensors", "iris").Expect(0).Output;

        // y = 1 + 2x
        Assert.Equal([2, -3], lines.Skip(1).Select(line => Math.Round(double.Parse(line, CultureInfo.InvariantCulture), 12)));
        Assert.Contains("R² 0.9271", evaluation, StringComparison.Ordinal);
        Assert.Contains("(150 samples)", evaluation, StringComparison.Ordinal);
        CliProcess.Run(folder.Path, "predict", "iris.safetensors", "new.npy").ExpectRefusal("new.npy", "no column 'petal_length'");
    }

    [Theory]
    [InlineData("--confidence", "0.5")]
    [InlineData("--confidence", "0.99")]
    public void Solve_Confidence_WidensTheIntervals(string option, string level)
    {
        JsonElement target = CliProcess.Run(folder.Path, "solve", "iris", "--target", "petal_width", option, level, "--device", "cpu", "--json").Expect(0).Json().GetProperty("targets")[0];
        JsonElement slope = target.GetProperty("coefficients")[1];

        // Student's t with 146 degrees of freedom: scipy.stats.t.ppf(0.75, 146) and (0.995, 146).
        double quantile = level == "0.5" ? 0.6761738537881359 : 2.6099226820959087;
        Assert.Equal(quantile, (slope.GetProperty("upper").GetDouble() - slope.GetProperty("value").GetDouble()) / slope.GetProperty("standardError").GetDouble(), 1e-8);
    }

    [Theory]
    [InlineData("iris", "--target", "petal_width", "--features", "petal_length")]
    [InlineData("iris", "--target", "petal_width,sepal_width")]
    [InlineData("iris", "--target", "petal_width", "--ridge", "0.01,0.1,1,10")]
    public void Solve_Plot_WritesAnSvgImage(params string[] arguments)
    {
        CliProcess.Run(folder.Path, ["solve", .. arguments, "--plot", "figure.svg", "--device", "cpu"]).Expect(0);

        string svg = File.ReadAllText(folder.File("figure.svg"));
        Assert.Contains("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("petal_width", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }
}
