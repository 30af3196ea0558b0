namespace NeuralGpu.Tests;

/// <summary>Gradients with penalties, dropout and sample weights by central differences of the objective in binary64, on every device.</summary>
public class ObjectiveGradientTests
{
    private const int Samples = 6;
    private const int Update = 3;

    private static readonly Dictionary<string, TrainingOptions> Cases = new()
    {
        ["plain"] = new(),
        ["l2"] = new() { L2 = 0.3f },
        ["l1 and l2 with biases"] = new() { L2 = 0.3f, L1 = 0.2f, PenalizeBiases = true },
        ["dropout"] = new() { Dropout = 0.4f, Seed = 12 },
        ["all"] = new() { L2 = 0.1f, L1 = 0.05f, Dropout = 0.25f, Seed = 5 },
    };

    private static readonly bool[] WithAndWithout = [true, false];

    public static TheoryData<string, string, bool> All => [.. from device in TestDevice.All.Select(row => row.Data) from name in Cases.Keys from weighted in WithAndWithout select new TheoryDataRow<string, string, bool>(device, name, weighted)];

    [Theory]
    [MemberData(nameof(All))]
    public void Gradient_CentralDifferences_Agree(string device, string name, bool isWeighted)
    {
        TrainingOptions options = Cases[name] with { Loss = Loss.MeanSquaredError };
        Network network = Network.Create(3, [new(6, Activation.Tanh), new(5, Activation.Sigmoid), new(2, Activation.Identity)], seed: 7);
        foreach (DenseLayer layer in network.Layers)
            DeviceMatrices.Random(97, layer.Outputs).CopyTo(layer.Biases, 0);
        Dataset values = ConformanceData.Values(Samples, 3, 2);
        var data = new Dataset(values.Inputs, 3, values.Targets, 2, isWeighted ? [0f, 0.5f, 1f, 1.5f, 2f, 0.25f] : null);
        float[][] gradient = ReferenceParameters.Arrays(Gradient(TestDevice.Open(device), network, data, options));

        float[][] parameters = ReferenceParameters.Arrays(network);
        const float Step = 1f / 256;
        for (int a = 0; a < parameters.Length; a++)
        {
            for (int i = 0; i < parameters[a].Length; i++)
            {
                float before = parameters[a][i];
                if (options.L1 > 0 && Math.Abs(before) < 2 * Step)
                    continue; // across the kink at 0
                parameters[a][i] = before + Step;
                double up = Objective(network, data, options), width = parameters[a][i];
                parameters[a][i] = before - Step;
                width -= parameters[a][i];
                double down = Objective(network, data, options);
                parameters[a][i] = before;
                Assert.Equal((up - down) / width, gradient[a][i] / (double)Samples, 2e-5);
            }
        }
    }

    [Fact]
    public void Fit_WithDropout_EvaluatesWithoutIt()
    {
        Device device = TestDevice.Open("cpu");
        Dataset data = ConformanceData.Values(20, 3, 2);
        TrainingOptions options = new() { Loss = Loss.MeanSquaredError, LearningRate = 0.05f, Epochs = 3, Dropout = 0.5f };
        TrainingResult result = new Trainer(device, options).Fit(Network.Create(3, [new(9, Activation.Tanh), new(2, Activation.Identity)]), data, data, cancellationToken: TestContext.Current.CancellationToken);
        double expected = DoubleForward.Loss(result.Network, data);
        Assert.Equal(expected, result.History[^1].ValidationLoss!.Value, 1e-6 * expected);
        Assert.Equal(expected, result.Network.Evaluate(device, data, Loss.MeanSquaredError).Loss, 1e-6 * expected);
    }

    private static Network Gradient(Device device, Network network, Dataset data, TrainingOptions options)
    {
        using var onDevice = new DeviceDataset(device, data);
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        // With a limit that is not reached the gradient is kept.
        using var step = new TrainingStep(device, network, onDevice, parameters, options with { ClipNorm = 1e30f }, Samples);
        using DeviceBuffer<int> rows = device.AllocateInts(Samples);
        rows.Upload([.. Enumerable.Range(0, Samples)]);
        using DeviceBuffer<float> losses = device.AllocateFloats(Samples);
        step.Run(rows.Elements, losses.View(), learningRate: 1e-3, Update);
        return step.Gradient.Download(device);
    }

    // 1/n Σ wᵢℓᵢ + λ₂/2·‖W‖² + λ₁·‖W‖₁, with the masks of the update.
    private static double Objective(Network network, Dataset data, TrainingOptions options)
    {
        double[][] masks = [.. network.Layers.SkipLast(1).Select((layer, l) =>
            ReferenceDropout.Mask([.. Enumerable.Repeat(1f, Samples * layer.Outputs)], options.Dropout, options.Seed, l, Update).Select(value => (double)value).ToArray())];
        double total = 0;
        for (int row = 0; row < data.Count; row++)
            total += (data.SampleWeights?[row] ?? 1) * HalfSquare(network, data, masks, row);
        double penalty = 0;
        float[][] arrays = ReferenceParameters.Arrays(network);
        for (int a = 0; a < arrays.Length; a++)
        {
            if (a % 2 == 0 || options.PenalizeBiases)
                penalty += arrays[a].Sum(value => (0.5 * options.L2 * value * value) + (options.L1 * Math.Abs((double)value)));
        }
        return (total / data.Count) + penalty;
    }

    private static double HalfSquare(Network network, Dataset data, double[][] masks, int row)
    {
        double[] a = [.. data.Inputs[(row * data.Features)..((row + 1) * data.Features)].Select(value => (double)value)];
        for (int l = 0; l < network.Layers.Count; l++)
        {
            DenseLayer layer = network.Layers[l];
            double[] from = a;
            a = [.. Enumerable.Range(0, layer.Outputs).Select(j => Apply(layer.Activation, layer.Biases[j] + from.Select((value, i) => value * layer.Weights[(i * layer.Outputs) + j]).Sum()))];
            if (l < masks.Length)
                a = [.. a.Select((value, j) => value * masks[l][(row * layer.Outputs) + j])];
        }
        return 0.5 * a.Select((value, j) => Math.Pow(value - data.Targets[(row * data.Outputs) + j], 2)).Sum();
    }

    private static double Apply(Activation activation, double z) => activation switch { Activation.Sigmoid => 1 / (1 + Math.Exp(-z)), Activation.Tanh => Math.Tanh(z), _ => z };
}
