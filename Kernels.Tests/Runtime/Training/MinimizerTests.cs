using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Linear classifiers and softmax regression reach the exact minimum of their objective, by gradient descent alone. Book, section 1.4 with (1.9)'s penalty.</summary>
public class MinimizerTests
{
    // The issue's bound: the objective, in binary64, above the exact minimum by at most this share of it.
    private const double Bound = 1e-6;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> MarginProblems
    {
        get
        {
            var problems = new TheoryData<string, string>();
            foreach (string set in new[] { "iris_setosa_vs_rest", "iris_versicolor_vs_virginica", "pima" })
            {
                foreach (string loss in new[] { "logistic", "squared_hinge", "square" })
                    problems.Add(set, loss);
            }
            return problems;
        }
    }

    [Theory]
    [MemberData(nameof(MarginProblems))]
    public void Fit_MarginLossWithPenalty_ReachesTheMinimum(string set, string loss)
    {
        Device device = TestDevice.Open("cpu");
        Dataset data = TruthData.ReadCsv("classify", set + "_input", targets: 1);
        JsonElement[] minimisers = [.. TruthData.ReadJson("classify", set).GetProperty("minimisers").EnumerateArray().Where(minimiser => minimiser.GetProperty("loss").GetString() == loss)];
        Assert.Equal(21, minimisers.Length); // 7 penalties × bias free, penalised, absent
        foreach (JsonElement minimiser in minimisers)
        {
            Network network = Minimize(device, data, loss, minimiser.GetProperty("lambda").GetDouble(), minimiser.GetProperty("bias").GetString()!);
            double excess = (Objective(network, data, loss, minimiser) / minimiser.GetProperty("J").GetDouble()) - 1;
            Assert.True(Math.Abs(excess) <= Bound, $"{set} {loss} λ = {minimiser.GetProperty("lambda")} {minimiser.GetProperty("bias")}: {excess:E2} above the minimum");
        }
    }

    // The subgradient method has no better rate: with η = C/t an error of the order of 1/t stays.
    [Theory]
    [InlineData("iris_setosa_vs_rest")]
    [InlineData("iris_versicolor_vs_virginica")]
    [InlineData("pima")]
    public void Fit_HingeWithPenalty_ComesNearTheOptimum(string set)
    {
        Device device = TestDevice.Open("cpu");
        Dataset data = TruthData.ReadCsv("classify", set + "_input", targets: 1);
        JsonElement optimum = TruthData.ReadJson("classify", set).GetProperty("hinge_optimum").EnumerateArray().Single(item => item.GetProperty("lambda").GetDouble() == 0.1);
        var options = new TrainingOptions { Loss = Loss.Hinge, L2 = 0.1f, LearningRate = 10, Schedule = Schedule.Inverse, BatchSize = TrainingOptions.FullBatch, Sampling = Sampling.InOrder, Epochs = 20_000 };
        Network network = new Trainer(device, options).Fit(Network.CreateLinear(data.Features), data, cancellationToken: Token).Network;
        double objective = Mean(network, data, margin => Math.Max(0, 1 - margin)) + (0.05 * network.Layers[0].Weights.Sum(weight => (double)weight * weight));
        Assert.InRange((objective / optimum.GetProperty("J_primal").GetDouble()) - 1, -1e-9, 2e-3);
    }

    [Theory]
    [InlineData("cpu", 0.001, 2000)]
    [InlineData("cpu", 0.01, 2000)]
    [InlineData("cpu", 0.1, 600)]
    [InlineData("cpu", 1, 600)]
    [InlineData("opencl", 1, 150)]
    [InlineData("cuda", 1, 150)]
    public void Fit_SoftmaxRegression_ReachesTheMinimum(string name, double l2, int steps)
    {
        Device device = TestDevice.Open(name);
        Dataset classes = TruthData.ReadCsv("softmax", "iris_input", targets: 1);
        var targets = new float[classes.Count * 3];
        for (int i = 0; i < classes.Count; i++)
            targets[(i * 3) + (int)classes.Targets[i]] = 1;
        Dataset data = new(classes.Inputs, classes.Features, targets, 3);
        JsonElement minimiser = TruthData.ReadJson("softmax", "iris").GetProperty("softmax").EnumerateArray().Single(item => item.GetProperty("lambda").GetDouble() == l2);
        Network start = new([new DenseLayer(data.Features, 3, Activation.Softmax, new float[data.Features * 3], new float[3])]);
        Network network = new Trainer(device, Descent(Loss.CrossEntropy, 0.6f, l2, steps)).Fit(start, data, cancellationToken: Token).Network;
        double objective = SoftmaxLoss(network, data) + (0.5 * l2 * network.Layers[0].Weights.Sum(weight => (double)weight * weight));
        Assert.Equal(1, objective / minimiser.GetProperty("J").GetDouble(), Bound);
    }

    private static Network Minimize(Device device, Dataset data, string loss, double lambda, string bias)
    {
        // The reference's squared hinge and square have no ½; half the penalty gives the same minimiser.
        double l2 = loss == "logistic" ? lambda : lambda / 2;
        // Below 2/L, L the largest curvature: that of the standardised features (at most their number) times φ″ (at most ¼ or 1).
        float rate = loss == "logistic" ? 0.8f : 0.2f;
        TrainingOptions options = Descent(loss == "square" ? Loss.MeanSquaredError : TrajectoryTests.MarginLossNamed(loss), rate, l2, 2500) with
        {
            PenalizeBiases = bias == "bias_penalised",
            TrainBiases = bias != "no_bias",
        };
        return new Trainer(device, options).Fit(Network.CreateLinear(data.Features), data, cancellationToken: Token).Network;
    }

    private static TrainingOptions Descent(Loss loss, float rate, double l2, int steps) => new()
    {
        Loss = loss,
        Optimizer = new Nesterov(0.98),
        LearningRate = rate,
        L2 = (float)l2,
        BatchSize = TrainingOptions.FullBatch,
        Sampling = Sampling.InOrder,
        Epochs = steps,
    };

    private static double Objective(Network network, Dataset data, string loss, JsonElement minimiser)
    {
        double penalty = network.Layers[0].Weights.Sum(weight => (double)weight * weight);
        if (minimiser.GetProperty("bias").GetString() == "bias_penalised")
            penalty += (double)network.Layers[0].Biases[0] * network.Layers[0].Biases[0];
        Func<double, double> phi = loss switch
        {
            "logistic" => margin => Math.Max(0, -margin) + Math.Log(1 + Math.Exp(-Math.Abs(margin))),
            "squared_hinge" => margin => Math.Pow(Math.Max(0, 1 - margin), 2),
            _ => margin => (1 - margin) * (1 - margin),
        };
        return Mean(network, data, phi) + (0.5 * minimiser.GetProperty("lambda").GetDouble() * penalty);
    }

    private static double Mean(Network network, Dataset data, Func<double, double> phi)
        => Enumerable.Range(0, data.Count).Average(i => phi(data.Targets[i] * Score(network, data, i, 0)));

    private static double SoftmaxLoss(Network network, Dataset data) => Enumerable.Range(0, data.Count).Average(i =>
    {
        double[] scores = [.. Enumerable.Range(0, 3).Select(output => Score(network, data, i, output))];
        double right = Enumerable.Range(0, 3).Sum(output => data.Targets[(i * 3) + output] * scores[output]);
        return Math.Log(scores.Sum(score => Math.Exp(score - scores.Max()))) + scores.Max() - right;
    });

    private static double Score(Network network, Dataset data, int sample, int output)
    {
        DenseLayer layer = network.Layers[0];
        double score = layer.Biases[output];
        for (int j = 0; j < data.Features; j++)
            score += (double)data.Inputs[(sample * data.Features) + j] * layer.Weights[(j * layer.Outputs) + output];
        return score;
    }
}
