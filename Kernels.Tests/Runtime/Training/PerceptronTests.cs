using System.Text.Json;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The perceptron against published trajectories, a plain loop and hand-worked examples, on every device.</summary>
public class PerceptronTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    public static TheoryData<string, string> DevicesAndProblems => [.. from device in TestDevice.All.Select(row => row.Data) from problem in Problems select new TheoryDataRow<string, string>(device, problem)];

    private static readonly string[] Problems = ["iris_setosa_vs_rest", "iris_versicolor_vs_virginica", "pima"];

    private static readonly int[] ThreadCounts = [1, 2, 3, 8];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Two separable points a class; the first coordinate decides.
    private static Dataset Separable => new([2f, 1f, -1f, 1f, 3f, -1f, -2f, -2f], 2, [1f, -1f, 1f, -1f], 1);

    // Exclusive or: no line separates it.
    private static Dataset Xor => new([0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f], 2, [-1f, 1f, 1f, -1f], 1);

    [Theory]
    [MemberData(nameof(DevicesAndProblems))]
    public void Fit_KnownProblem_FollowsThePublishedTrajectory(string name, string problem)
    {
        Device device = TestDevice.Open(name);
        JsonElement known = TruthData.ReadJson("classify", problem).GetProperty("perceptron");
        Dataset data = TruthData.ReadCsv("classify", problem + "_input", targets: 1);
        PerceptronResult result = new Perceptron(device, new PerceptronOptions { Epochs = 50, RecordsTrajectory = true }).Fit(data, cancellationToken: Token);

        Assert.Equal(known.GetProperty("converged").GetBoolean(), result.Separated);
        Assert.Equal(result.Separated ? StopReason.Converged : StopReason.Completed, result.StopReason);
        Assert.Equal(known.GetProperty("epochs_run").GetInt32(), result.Epochs);
        Assert.Equal(Numbers<int>(known, "mistakes_per_epoch"), result.MistakesPerEpoch);
        Assert.Equal(known.GetProperty("total_mistakes").GetInt64(), result.Updates);
        Assert.Equal(result.Updates, result.Trajectory!.Count);
        JsonElement[] updates = [.. known.GetProperty("first_updates_epoch_row").EnumerateArray()];
        Assert.True(updates.Length >= 5);
        Assert.Equal(updates.Select(update => new PerceptronUpdate(update[0].GetInt32() + 1, update[1].GetInt32(), 0)), result.Trajectory.Take(updates.Length));
        Assert.Equal(Numbers<float>(known, "w_final"), result.Network.Layers[0].Weights);
        Assert.Equal(known.GetProperty("b_final").GetSingle(), result.Network.Layers[0].Biases[0]);

        Network first = new Perceptron(device, new PerceptronOptions { Epochs = 1 }).Fit(data, cancellationToken: Token).Network;
        Assert.Equal(Numbers<float>(known, "w_after_epoch1"), first.Layers[0].Weights);
        Assert.Equal(known.GetProperty("b_after_epoch1").GetSingle(), first.Layers[0].Biases[0]);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_HandWorked_UpdatesOnTheLineToo(string name)
    {
        // η = ½, from zero. Row 0: z = 0, on the line: w = (1, ½), b = ½. Row 1 (−1, 1): z = −1 + ½ + ½ = 0, on the line: w = (1 + ½, ½ − ½) = (1½, 0), b = 0.
        // Row 2 (3, −1): z = 4½ > 0. Row 3 (−2, −2): z = −3 < 0. Epoch 2: 3, −1½, 4½, −3: no mistake.
        PerceptronResult result = Fit(TestDevice.Open(name), Separable, new PerceptronOptions { LearningRate = 0.5f });

        Assert.True(result.Separated);
        Assert.Equal([2, 0], result.MistakesPerEpoch);
        Assert.Equal([1.5f, 0f], result.Network.Layers[0].Weights);
        Assert.Equal([0f], result.Network.Layers[0].Biases);
        Assert.Null(result.Trajectory);
        Assert.Equal("Separated: epoch 2 made no mistake, after 2 updates.", result.Message);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_NotSeparable_IsAResultThatSaysSo(string name)
    {
        PerceptronResult result = Fit(TestDevice.Open(name), Xor, new PerceptronOptions { Epochs = 7 });

        Assert.False(result.Separated);
        Assert.Equal(StopReason.Completed, result.StopReason);
        Assert.Equal(7, result.Epochs);
        Assert.DoesNotContain(0, result.MistakesPerEpoch);
        Assert.StartsWith("Not separable within 7 epochs", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", 40, 300)]
    [InlineData("opencl", 40, 300)]
    [InlineData("cuda", 40, 300)]
    [InlineData("cpu", 33, 256)]
    [InlineData("opencl", 33, 257)]
    [InlineData("cuda", 33, 257)]
    [InlineData("simulator", 6, 3)]
    public void Fit_InexactNumbersAndSeveralOutputs_EqualsThePlainLoop(string name, int samples, int features)
    {
        Dataset data = Random(samples, features, outputs: 3);
        var options = new PerceptronOptions { LearningRate = 0.37f, Epochs = 3, RecordsTrajectory = true };
        PerceptronResult result = Fit(TestDevice.Open(name), data, options);
        (float[] weights, float[] biases, List<PerceptronUpdate> updates) = PlainLoop(data, options, result.Epochs);

        DeviceMatrices.AssertSameBits(weights, result.Network.Layers[0].Weights, "weights");
        DeviceMatrices.AssertSameBits(biases, result.Network.Layers[0].Biases, "biases");
        Assert.Equal(updates, result.Trajectory!);
        Assert.Contains(updates, update => update.Output == 2);
    }

    [Fact]
    public void Fit_AnyThreads_GivesTheSameBits()
    {
        Dataset data = Random(200, 60, outputs: 5);
        string[] hashes = [.. ThreadCounts.Select(threads =>
        {
            using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
            return Fit(device, data, new PerceptronOptions { LearningRate = 0.1f, Epochs = 5 }).Network.WeightsSha256();
        })];
        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_OneVersusRest_IsThePerceptronOfEachOutput(string name)
    {
        Device device = TestDevice.Open(name);
        LabeledData iris = BuiltInData.Load("iris");
        var options = new PerceptronOptions { Epochs = 10 };
        PerceptronResult together = Fit(device, iris.ToDataset(3, Loss.Hinge), options);

        Assert.Contains("outputs 1, 2", together.Message, StringComparison.Ordinal); // setosa is separable, the others are not
        for (int c = 0; c < 3; c++)
        {
            float[] targets = [.. iris.ClassIndices!.Select(index => index == c ? 1f : -1f)];
            DenseLayer alone = Fit(device, new Dataset(iris.Features, 4, targets, 1), options).Network.Layers[0];
            Assert.Equal(alone.Weights, together.Network.Layers[0].Weights.Where((_, i) => i % 3 == c));
            Assert.Equal(alone.Biases[0], together.Network.Layers[0].Biases[c]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_Continued_EqualsOneFit(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = TruthData.ReadCsv("classify", "pima_input", targets: 1);
        PerceptronResult first = Fit(device, data, new PerceptronOptions { Epochs = 2 });
        string before = first.Network.WeightsSha256();
        PerceptronResult second = Fit(device, data, new PerceptronOptions { Epochs = 3 }, first.Network);
        PerceptronResult whole = Fit(device, data, new PerceptronOptions { Epochs = 5 });

        Assert.Equal(whole.Network.WeightsSha256(), second.Network.WeightsSha256());
        Assert.Equal(whole.MistakesPerEpoch, first.MistakesPerEpoch.Concat(second.MistakesPerEpoch));
        Assert.Equal(before, first.Network.WeightsSha256());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_Cancelled_GivesTheNetworkSoFar(string name)
    {
        Device device = TestDevice.Open(name);
        using var source = new CancellationTokenSource();
        var seen = new List<PerceptronProgress>();
        PerceptronResult result = new Perceptron(device, new PerceptronOptions()).Fit(Xor, null, new CallOnReport(report =>
        {
            seen.Add(report);
            if (report.Epoch == 3)
                source.Cancel();
        }), source.Token);

        Assert.Equal(StopReason.Cancelled, result.StopReason);
        Assert.Equal([1, 2, 3], seen.Select(report => report.Epoch));
        Assert.Equal(result.MistakesPerEpoch, seen.Select(report => report.Mistakes));
        Assert.Equal(result.Updates, seen[^1].Updates);
        Assert.Equal(Fit(device, Xor, new PerceptronOptions { Epochs = 3 }).Network.WeightsSha256(), result.Network.WeightsSha256());

        PerceptronResult none = new Perceptron(device, new PerceptronOptions()).Fit(Xor, result.Network, null, source.Token);
        Assert.Equal(0, none.Epochs);
        Assert.False(none.Separated);
        Assert.Equal(result.Network.WeightsSha256(), none.Network.WeightsSha256());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_Epochs_AllocateNothingOnTheDeviceAndWaitOnce(string name)
    {
        Device device = TestDevice.Open(name);
        int buffers = device.LiveBuffers;
        (long allocations, long waits, long launches) short_ = Cost(2), long_ = Cost(12);

        Assert.Equal(short_.allocations, long_.allocations);
        Assert.Equal(10, long_.waits - short_.waits);
        Assert.Equal(10, long_.launches - short_.launches);
        Assert.Equal(buffers, device.LiveBuffers);

        (long, long, long) Cost(int epochs)
        {
            (long a, long s, long l) = (device.Allocations, device.Synchronizations, device.Target.Launches);
            Fit(device, Xor, new PerceptronOptions { Epochs = epochs });
            return (device.Allocations - a, device.Synchronizations - s, device.Target.Launches - l);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_ScoresOverflow_KeepsTheLastGoodNetwork(string name)
    {
        // Row 0 makes w = 3e38, row 1's score is then 9e76.
        Dataset data = new([3e38f, 3e38f], 1, [1f, -1f], 1);
        PerceptronResult result = Fit(TestDevice.Open(name), data, new PerceptronOptions());

        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.Equal([0f], result.Network.Layers[0].Weights);
        Assert.Equal(0, result.Updates);
        Assert.Empty(result.MistakesPerEpoch);
        Assert.Contains("sample 1", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", 1, "at the end of epoch 1")]
    [InlineData("cpu", 5, "in epoch 2")]
    [InlineData("opencl", 1, "at the end of epoch 1")]
    [InlineData("opencl", 5, "in epoch 2")]
    [InlineData("cuda", 5, "in epoch 2")]
    public void Fit_LastUpdateOverflows_KeepsTheNetworkBeforeItsEpoch(string name, int epochs, string when)
    {
        // Scores −6, −1, 4 and −1: only the last row is a mistake, and its update makes w₁ = 10 · 2e38, beyond the largest number.
        Dataset data = new([1f, 0f, 0f, 2e38f, -1f, 0f, 0f, 2e38f], 2, [-1f, -1f, 1f, 1f], 1);
        Network start = new([new DenseLayer(2, 1, Activation.Identity, [-5f, 0f], [-1f])]);
        PerceptronResult result = Fit(TestDevice.Open(name), data, new PerceptronOptions { LearningRate = 10f, Epochs = epochs }, start);

        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.Equal(start.WeightsSha256(), result.Network.WeightsSha256());
        Assert.Equal(0, result.Updates);
        Assert.Equal(1, result.Epochs);
        Assert.Contains(when, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1f, 1, 1, 1 }, "+1 for all 4")]
    [InlineData(new[] { -1f, -1, -1, -1 }, "−1 for all 4")]
    [InlineData(new[] { 0f, 1, 1, 0 }, "target 0 of sample 0 is 0")]
    [InlineData(new[] { -1f, 1, float.NaN, 1 }, "target 0 of sample 2 is NaN")]
    public void Fit_UnfitTargets_SaysWhich(float[] targets, string expected) =>
        Assert.Contains(expected, Refused(new Dataset(Xor.Inputs, 2, targets, 1)), StringComparison.Ordinal);

    [Fact]
    public void Fit_UnfitData_SaysWhy()
    {
        Assert.Contains("no samples", Refused(new Dataset([], 2, [], 1)), StringComparison.Ordinal);
        Assert.Contains("feature 1 of sample 0 is NaN", Refused(new Dataset([0f, float.NaN, 1f, 1f], 2, [1f, -1f], 1)), StringComparison.Ordinal);
        Assert.Contains("sample weights", Refused(new Dataset(Xor.Inputs, 2, Xor.Targets, 1, [1f, 1f, 1f, 2f])), StringComparison.Ordinal);
        Assert.Contains("target 1 is +1 for all", Refused(new Dataset([1f, 2f], 1, [1f, 1f, -1f, 1f], 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_UnfitStart_SaysWhy()
    {
        Assert.Contains("3 inputs", Refused(Xor, Network.Create(3, [new(1, Activation.Identity)], 1)), StringComparison.Ordinal);
        Assert.Contains("Sigmoid output", Refused(Xor, Network.Create(2, [new(1, Activation.Sigmoid)], 1)), StringComparison.Ordinal);
        Assert.Contains("2 layers", Refused(Xor, Network.Create(2, [new(2, Activation.Tanh), new(1, Activation.Identity)], 1)), StringComparison.Ordinal);
        Assert.Contains("finite", Refused(Xor, new Network([new DenseLayer(2, 1, Activation.Identity, [float.NaN, 0f], [0f])])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f, 1)]
    [InlineData(-1f, 1)]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(1f, 0)]
    public void Perceptron_OptionOutOfRange_IsRefused(float learningRate, int epochs) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Perceptron(TestDevice.Open("cpu"), new PerceptronOptions { LearningRate = learningRate, Epochs = epochs }));

    private static PerceptronResult Fit(Device device, Dataset data, PerceptronOptions options, Network? start = null)
        => new Perceptron(device, options).Fit(data, start, cancellationToken: Token);

    private static string Refused(Dataset data, Network? start = null)
        => Assert.Throws<ArgumentException>(() => Fit(TestDevice.Open("cpu"), data, new PerceptronOptions(), start)).Message;

    private static Dataset Random(int samples, int features, int outputs)
    {
        float[] targets = [.. DeviceMatrices.Random(12, samples * outputs).Select(value => value < 0 ? -1f : 1f)];
        return new Dataset(DeviceMatrices.Random(11, samples * features), features, targets, outputs);
    }

    // The rule of the book, output by output and row by row, in the contract's arithmetic.
    private static (float[] Weights, float[] Biases, List<PerceptronUpdate> Updates) PlainLoop(Dataset data, PerceptronOptions options, int epochs)
    {
        var weights = new float[data.Features * data.Outputs];
        var biases = new float[data.Outputs];
        var updates = new List<PerceptronUpdate>();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            for (int row = 0; row < data.Count; row++)
            {
                for (int output = 0; output < data.Outputs; output++)
                {
                    float y = data.Targets[(row * data.Outputs) + output];
                    float z = ReferenceGemm.Dot(data.Features, i => data.Inputs[(row * data.Features) + i], i => weights[(i * data.Outputs) + output], MathF.FusedMultiplyAdd) + biases[output];
                    if (y * z > 0)
                        continue;
                    updates.Add(new PerceptronUpdate(epoch, row, output));
                    for (int i = 0; i < data.Features; i++)
                        weights[(i * data.Outputs) + output] = MathF.FusedMultiplyAdd(options.LearningRate * y, data.Inputs[(row * data.Features) + i], weights[(i * data.Outputs) + output]);
                    biases[output] += options.LearningRate * y;
                }
            }
        }
        return (weights, biases, updates);
    }

    private static T[] Numbers<T>(JsonElement element, string property) => element.GetProperty(property).Deserialize<T[]>()!;

    private sealed class CallOnReport(Action<PerceptronProgress> action) : IProgress<PerceptronProgress>
    {
        public void Report(PerceptronProgress value) => action(value);
    }
}
