using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Gradient descent and cyclic SGD step by step, against trajectories computed elsewhere in binary64. Book, (2.1)–(2.3) and (1.7).</summary>
public class TrajectoryTests
{
    // The bound after 100 steps: binary32's rounding, as a share of the largest weight.
    private const double Bound = 1e-5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int> LeastSquaresRuns
    {
        get
        {
            var runs = new TheoryData<string, string, int>();
            foreach (string device in new[] { "cpu", "opencl", "cuda" })
            {
                foreach (string set in new[] { "iris_petal_width", "diabetes" })
                {
                    for (int run = 0; run < 14; run++)
                        runs.Add(device, set, run);
                }
            }
            return runs;
        }
    }

    public static TheoryData<string, string, string> MarginRuns
    {
        get
        {
            var runs = new TheoryData<string, string, string>();
            foreach (string device in new[] { "cpu", "opencl", "cuda" })
            {
                foreach (string set in new[] { "iris_setosa_vs_rest", "iris_versicolor_vs_virginica", "pima" })
                {
                    foreach (string loss in new[] { "logistic", "squared_hinge", "hinge" })
                        runs.Add(device, set, loss);
                }
            }
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(LeastSquaresRuns))]
    public void Fit_LeastSquares_FollowsTheReference(string name, string set, int run)
    {
        Device device = TestDevice.Open(name);
        Dataset data = TruthData.ReadCsv("gd", set + "_input", targets: 1);
        JsonElement reference = TruthData.ReadJson("gd", set).GetProperty("runs")[run];
        bool isFullBatch = reference.GetProperty("method").GetString() == "gd_full_batch";
        var options = new TrainingOptions
        {
            Loss = Loss.MeanSquaredError,
            LearningRate = reference.GetProperty("lr").GetSingle(),
            L2 = reference.GetProperty("lambda").GetSingle(),
            TrainBiases = reference.GetProperty("bias").GetBoolean(),
            BatchSize = isFullBatch ? TrainingOptions.FullBatch : reference.GetProperty("batch").GetInt32(),
            Sampling = Sampling.InOrder,
        };
        // A full-batch step is an epoch, so that both count epochs.
        JsonElement.ObjectEnumerator points = reference.GetProperty(isFullBatch ? "steps" : "after_epochs").EnumerateObject();
        TrainingState? state = null;
        int checkedPoints = 0;
        foreach (JsonProperty point in points.Where(point => int.Parse(point.Name, System.Globalization.CultureInfo.InvariantCulture) <= 100))
        {
            var trainer = new Trainer(device, options with { Epochs = int.Parse(point.Name, System.Globalization.CultureInfo.InvariantCulture) });
            TrainingResult result = state is null
                ? trainer.Fit(Network.CreateLinear(data.Features), data, cancellationToken: Token)
                : trainer.Continue(state, data, cancellationToken: Token);
            AssertNear(point.Value, result.Network);
            state = result.State;
            checkedPoints++;
        }
        Assert.True(checkedPoints >= 3);
    }

    [Theory]
    [MemberData(nameof(MarginRuns))]
    public void Fit_MarginLoss_FollowsTheReference(string name, string set, string loss)
    {
        Device device = TestDevice.Open(name);
        Dataset data = TruthData.ReadCsv("classify", set + "_input", targets: 1);
        JsonElement reference = TruthData.ReadJson("classify", set).GetProperty("gd_from_zero_lr_0.1_lambda_0.01").GetProperty(loss);
        // The reference's squared hinge has no ½: at twice the rate and half the penalty the steps are the same.
        float factor = loss == "squared_hinge" ? 2 : 1;
        var options = new TrainingOptions
        {
            Loss = MarginLossNamed(loss),
            LearningRate = factor * reference.GetProperty("lr").GetSingle(),
            L2 = 0.01f / factor,
            BatchSize = TrainingOptions.FullBatch,
            Sampling = Sampling.InOrder,
        };
        int checkedPoints = 0;
        foreach (JsonProperty step in reference.GetProperty("steps").EnumerateObject())
        {
            var trainer = new Trainer(device, options with { Epochs = int.Parse(step.Name, System.Globalization.CultureInfo.InvariantCulture) });
            AssertNear(step.Value, trainer.Fit(Network.CreateLinear(data.Features), data, cancellationToken: Token).Network);
            checkedPoints++;
        }
        Assert.True(checkedPoints >= 4);
    }

    // One step at rate 1 without a penalty goes from the point to the point minus the gradient.
    [Theory]
    [MemberData(nameof(MarginRuns))]
    public void Fit_OneStepFromAFixedPoint_TakesTheReferencesGradient(string name, string set, string loss)
    {
        Device device = TestDevice.Open(name);
        Dataset data = TruthData.ReadCsv("classify", set + "_input", targets: 1);
        double factor = loss == "squared_hinge" ? 2 : 1;
        foreach (JsonElement point in TruthData.ReadJson("classify", set).GetProperty("fixed_points").EnumerateArray())
        {
            float[] weights = [.. point.GetProperty("w").Numbers().Select(value => (float)value)];
            float bias = point.GetProperty("b").GetSingle();
            JsonElement expected = point.GetProperty("losses").GetProperty(loss);
            Network start = new([new DenseLayer(weights.Length, 1, Activation.Identity, weights, [bias])]);
            foreach (float l2 in new[] { 0f, 0.25f })
            {
                var options = new TrainingOptions { Loss = MarginLossNamed(loss), LearningRate = 1, L2 = (float)(l2 / factor), BatchSize = TrainingOptions.FullBatch, Sampling = Sampling.InOrder, Epochs = 1 };
                TrainingResult result = new Trainer(device, options).Fit(start, data, cancellationToken: Token);
                double[] gradient = expected.GetProperty(l2 == 0 ? "gw_lambda0" : "gw_lambda0.25").Numbers();
                double largest = gradient.Append(1).Max(Math.Abs);
                for (int i = 0; i < gradient.Length; i++)
                    Assert.Equal(gradient[i], factor * (weights[i] - result.Network.Layers[0].Weights[i]), 5e-6 * largest);
                Assert.Equal(expected.GetProperty(l2 == 0 ? "gb_lambda0" : "gb_lambda0.25").GetDouble(), factor * (bias - result.Network.Layers[0].Biases[0]), 5e-6 * largest);
                // The reported loss has no penalty in it.
                double loss0 = expected.GetProperty("J_lambda0").GetDouble();
                Assert.Equal(loss0, factor * result.History[0].Loss, 1e-6 * Math.Max(loss0, 1e-3));
            }
        }
    }

    internal static Loss MarginLossNamed(string name) => name switch
    {
        "logistic" => Loss.Logistic,
        "squared_hinge" => Loss.SquaredHinge,
        "hinge" => Loss.Hinge,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such loss."),
    };

    private static void AssertNear(JsonElement expected, Network actual)
    {
        double[] weights = expected.GetProperty("w").Numbers();
        JsonElement bias = expected.GetProperty("b");
        double[] biases = bias.ValueKind switch
        {
            JsonValueKind.Array => bias.Numbers(),
            JsonValueKind.Null => [0], // a run without a bias
            _ => [bias.GetDouble()],
        };
        double largest = weights.Concat(biases).Max(Math.Abs);
        for (int i = 0; i < weights.Length; i++)
            Assert.Equal(weights[i], actual.Layers[0].Weights[i], Bound * largest);
        for (int i = 0; i < biases.Length; i++)
            Assert.Equal(biases[i], actual.Layers[0].Biases[i], Bound * largest);
    }
}
