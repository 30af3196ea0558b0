using System.Text.Json;
using System.Xml.Linq;

namespace NeuralGpu.Tests;

public sealed class ExperimentsCommandTests : IDisposable
{
    private static readonly string[] Names =
    [
        "commute-gradient-descent",
        "commute-mini-batch-sgd",
        "flowers-mini-batch-sgd",
        "activations",
        "back-propagation",
        "deltas",
    ];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> OnEveryDevice
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string name in Names)
            {
                foreach (string device in new[] { "opencl", "cuda" })
                    cases.Add(name, device);
            }
            return cases;
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Experiments_WithoutAName_ListsThemWithTheBooksSections()
    {
        string output = CliProcess.Run(folder.Path, "experiments").Expect(0).Output;

        foreach (string name in Names)
            Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Contains("figure 3.3", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Experiments_WithoutANameAsJson_ListsThem()
    {
        JsonElement list = CliProcess.Run(folder.Path, "experiments", "--json").Expect(0).Json();

        Assert.Equal(Names, list.EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
        Assert.All(list.EnumerateArray(), entry =>
        {
            Assert.NotEqual("", entry.GetProperty("bookSection").GetString());
            Assert.NotEqual("", entry.GetProperty("summary").GetString());
        });
    }

    [Theory]
    [MemberData(nameof(OnEveryDevice))]
    public void Experiment_OnAnotherDevice_HasTheSameFigures(string name, string device)
    {
        TestDevice.Open(device);

        JsonElement expected = Run(name), found = CliProcess.Run(folder.Path, "experiments", name, "--device", device, "--json").Expect(0).Json();

        Assert.Equal(device, found.GetProperty("device").GetProperty("kind").GetString());
        Assert.Equal(WithoutDevice(expected), WithoutDevice(found));
    }

    [Fact]
    public void Activations_Json_HasCurvesOverTheWholeRange()
    {
        JsonElement document = Run("activations");

        float[] x = Floats(document.GetProperty("x"));
        Assert.Equal(-6, x[0]);
        Assert.Equal(6, x[^1]);
        for (int i = 0; i < x.Length; i++)
        {
            double sigmoid = 1 / (1 + Math.Exp(-x[i])), tanh = Math.Tanh(x[i]);
            AssertPoint("sigmoid", i, sigmoid, sigmoid * (1 - sigmoid));
            AssertPoint("tanh", i, tanh, 1 - (tanh * tanh));
            AssertPoint("relu", i, Math.Max(0, x[i]), x[i] > 0 ? 1 : 0);
        }

        void AssertPoint(string name, int i, double value, double derivative)
        {
            JsonElement curve = document.GetProperty(name);
            Assert.Equal(value, curve.GetProperty("values")[i].GetDouble(), 5e-7);
            Assert.Equal(derivative, curve.GetProperty("derivatives")[i].GetDouble(), 5e-7);
        }
    }

    // Book, section 4.2 with e = ŷ − y: c = e² = 16; ∂c/∂e = 2e = 8, which passes to ŷ, u, b and w (x = 1); ∂c/∂x = 8w = 40, ∂c/∂y = −8.
    [Fact]
    public void BackPropagation_Json_HasTheBooksNumbers()
    {
        JsonElement document = Run("back-propagation");

        string[] nodes = ["x", "w", "b", "y", "u", "yHat", "e", "c"];
        Assert.Equal([1.0, 5, 1, 2, 5, 6, 4, 16], nodes.Select(node => document.GetProperty("forward").GetProperty(node).GetDouble()));
        Assert.Equal([40.0, 8, 8, -8, 8, 8, 8, 1], nodes.Select(node => document.GetProperty("gradients").GetProperty(node).GetDouble()));
    }

    [Fact]
    public void Deltas_Json_RecursionAgreesWithCentralDifferences()
    {
        JsonElement document = Run("deltas");

        Assert.Equal([4, 4, 2], document.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("neurons").GetInt32()));
        double largest = 0;
        foreach (JsonElement layer in document.GetProperty("layers").EnumerateArray())
        {
            Assert.True(layer.GetProperty("largestDelta").GetDouble() > 0.05, "The deltas are too small to say anything.");
            // The text of a binary32 number stands for that number.
            double[] deltas = [.. Flat(layer.GetProperty("deltas")).Select(delta => (double)(float)delta)], differences = Flat(layer.GetProperty("differences"));
            Assert.Equal(document.GetProperty("samples").GetInt32() * layer.GetProperty("neurons").GetInt32(), deltas.Length);
            for (int i = 0; i < deltas.Length; i++)
                largest = Math.Max(largest, Math.Abs(deltas[i] - differences[i]));
        }
        Assert.InRange(largest, 0, 1e-6);
        Assert.Equal(largest, document.GetProperty("largestDifference").GetDouble(), 1e-12);
    }

    [Fact]
    public void CommuteGradientDescent_Json_ComesCloseToTheOptimum()
    {
        JsonElement document = Run("commute-gradient-descent");

        Assert.Equal("converged", document.GetProperty("stopReason").GetString());
        Assert.Equal(5, document.GetProperty("batchSize").GetInt32());
        AssertDescent(document);
        Assert.InRange(document.GetProperty("distanceToOptimum").GetDouble(), 0, 0.02);
        double[] losses = [.. document.GetProperty("path").EnumerateArray().Select(point => point.GetProperty("loss").GetDouble())];
        // But for the rounding of C(W) itself.
        for (int i = 1; i < losses.Length; i++)
            Assert.True(losses[i] <= losses[i - 1] + 1e-5, $"C(W) rises at update {i}.");
    }

    [Fact]
    public void CommuteMiniBatchSgd_Json_StopsAtTheBooksTolerance()
    {
        JsonElement document = Run("commute-mini-batch-sgd");

        Assert.Equal("converged", document.GetProperty("stopReason").GetString());
        Assert.Equal(0.06f, document.GetProperty("learningRate").GetSingle());
        Assert.Equal("inverse-sqrt", document.GetProperty("schedule").GetString());
        Assert.Equal(2, document.GetProperty("batchSize").GetInt32());
        Assert.Equal(0.02f, document.GetProperty("tolerance").GetSingle());
        AssertDescent(document);
        Assert.True(document.GetProperty("distanceWithoutStop").GetDouble() < document.GetProperty("distanceToOptimum").GetDouble());
    }

    [Fact]
    public void FlowersMiniBatchSgd_Json_HasALineThatParts()
    {
        JsonElement document = Run("flowers-mini-batch-sgd");

        Assert.Equal("setosa", document.GetProperty("negative").GetString());
        Assert.Equal("versicolor", document.GetProperty("positive").GetString());
        JsonElement line = document.GetProperty("line");
        double w1 = line.GetProperty("w1").GetDouble(), w2 = line.GetProperty("w2").GetDouble(), b = line.GetProperty("b").GetDouble();
        AssertAccuracy("train", 80, 0.95);
        AssertAccuracy("test", 20, 0.95);

        void AssertAccuracy(string set, int samples, double least)
        {
            JsonElement[] flowers = [.. document.GetProperty($"{set}Samples").EnumerateArray()];
            int right = flowers.Count(flower => flower.GetProperty("y").GetDouble() * ((w1 * flower.GetProperty("x1").GetDouble()) + (w2 * flower.GetProperty("x2").GetDouble()) + b) > 0);
            Assert.Equal(samples, flowers.Length);
            Assert.Equal(right / (double)samples, document.GetProperty($"{set}Accuracy").GetDouble());
            Assert.InRange(right, least * samples, samples);
        }
    }

    [Theory]
    [InlineData("commute-gradient-descent", "C(W*)", "weekend")]
    [InlineData("commute-mini-batch-sgd", "without the stop", "weekday, W*")]
    [InlineData("flowers-mini-batch-sgd", "versicolor", "w·x + b = 0")]
    [InlineData("activations", "sigmoid", "tanh", "ReLU")]
    [InlineData("back-propagation", "u = wx", "16", "40", "−8")]
    [InlineData("deltas", "layer 1 (tanh)", "layer 3 (identity)")]
    public void Plot_OfAnExperiment_IsAnSvgThatNamesItsSeries(string name, params string[] texts)
    {
        CliResult result = CliProcess.Run(folder.Path, "experiments", name, "--device", "cpu", "--plot", "figure.svg").Expect(0);

        Assert.Contains("figure.svg", result.Output, StringComparison.Ordinal);
        Assert.Equal(["figure.svg"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        XElement svg = XDocument.Load(folder.File("figure.svg")).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        string[] found = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.All(texts, text => Assert.Contains(text, found));
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plot_WithJson_LeavesStandardOutputToTheDocument()
    {
        CliResult result = CliProcess.Run(folder.Path, "experiments", "back-propagation", "--device", "cpu", "--json", "--plot", "graph.SVG").Expect(0);

        Assert.Equal("back-propagation", result.Json().GetProperty("experiment").GetString());
        Assert.Contains("graph.SVG", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("graph.SVG")));
    }

    [Fact]
    public void Experiment_UnknownName_IsRefusedWithTheNames()
        => CliProcess.Run(folder.Path, "experiments", "back-propagatoin").ExpectRefusal("'back-propagatoin'", "back-propagation", "deltas");

    [Theory]
    [InlineData("figure.png")]
    [InlineData("svg")]
    [InlineData("")]
    public void Plot_OtherThanSvg_IsRefused(string file)
        => CliProcess.Run(folder.Path, "experiments", "deltas", "--plot", file).ExpectRefusal("--plot", $"'{file}'", ".svg");

    [Fact]
    public void Plot_InAFolderThatIsNotThere_IsRefusedBeforeAnyWork()
        => CliProcess.Run(folder.Path, "experiments", "deltas", "--device", "cpu", "--plot", "absent/figure.svg").ExpectRefusal("--plot", "absent");

    [Fact]
    public void Plot_WithoutAnExperiment_IsRefused()
        => CliProcess.Run(folder.Path, "experiments", "--plot", "figure.svg").ExpectRefusal("--plot", "no experiment", "deltas");

    private JsonElement Run(string name)
    {
        CliResult result = CliProcess.Run(folder.Path, "experiments", name, "--device", "cpu", "--json").Expect(0);
        JsonElement document = result.Json();
        Assert.Equal(name, document.GetProperty("experiment").GetString());
        Assert.Equal("cpu", document.GetProperty("device").GetProperty("kind").GetString());
        return document;
    }

    // C(0) = Σ y²/(2n) = (25² + 33² + 15² + 45² + 22²)/10 = 444.8.
    private static void AssertDescent(JsonElement document)
    {
        JsonElement[] path = [.. document.GetProperty("path").EnumerateArray()];
        Assert.Equal(444.8, path[0].GetProperty("loss").GetDouble(), 1e-4);
        Assert.Equal(document.GetProperty("updates").GetInt64(), path[^1].GetProperty("update").GetInt64());
        double[] w = Weights("weights"), optimum = Weights("optimalWeights");
        Assert.Equal(Loss(w), document.GetProperty("loss").GetDouble(), 1e-5);
        Assert.Equal(Loss(w), path[^1].GetProperty("loss").GetDouble(), 1e-5);
        Assert.Equal(Loss(optimum), document.GetProperty("optimalLoss").GetDouble(), 1e-12);
        Assert.Equal(Math.Sqrt(w.Zip(optimum, (a, b) => (a - b) * (a - b)).Sum()), document.GetProperty("distanceToOptimum").GetDouble(), 1e-12);
        Assert.Equal(6.08613445378149, optimum[0], 1e-13);

        double[] Weights(string name)
        {
            JsonElement weights = document.GetProperty(name);
            return [weights.GetProperty("intercept").GetDouble(), weights.GetProperty("distance").GetDouble(), weights.GetProperty("weekday").GetDouble()];
        }

        static double Loss(double[] w)
        {
            (double Kilometres, double Weekday, double Minutes)[] journeys = [(2.7, 1, 25), (4.1, 1, 33), (1, 0, 15), (5.2, 1, 45), (2.8, 0, 22)];
            return journeys.Sum(journey => Math.Pow(w[0] + (w[1] * journey.Kilometres) + (w[2] * journey.Weekday) - journey.Minutes, 2)) / 10;
        }
    }

    private static string WithoutDevice(JsonElement document)
        => string.Join('\n', document.EnumerateObject().Where(property => property.Name != "device").Select(property => property.ToString()));

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];

    private static double[] Flat(JsonElement rows) => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble()))];
}
