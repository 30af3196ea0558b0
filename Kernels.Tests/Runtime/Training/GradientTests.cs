using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Back-propagation against gradients in binary64 from elsewhere.</summary>
public class GradientTests
{
    // The bound: the largest error is at most this share of the largest gradient.
    private const double Bound = 5e-6;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "TestData", "mlp"), "*.json").Order(StringComparer.Ordinal))
            {
                foreach (string device in new[] { "cpu", "opencl", "cuda" })
                    cases.Add(device, Path.GetFileNameWithoutExtension(file));
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ComputeGradient_KnownNetwork_AgreesWithTheReference(string name, string file)
    {
        Device device = TestDevice.Open(name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "mlp", file + ".json")));
        JsonElement root = document.RootElement;
        Network network = ReadNetwork(root);
        Dataset data = ReadData(root);
        Loss loss = root.GetProperty("loss").GetString() switch { "mse" => Loss.MeanSquaredError, "softmax_ce" => Loss.CrossEntropy, _ => Loss.BinaryCrossEntropy };

        (Network gradient, float[] losses) = ComputeGradient(device, network, data, loss);

        Assert.Equal(root.GetProperty("loss_value").GetDouble(), losses.Average(value => (double)value), 1e-6 * root.GetProperty("loss_value").GetDouble());
        double largest = root.GetProperty("verification").GetProperty("max_abs_gradient").GetDouble();
        AssertNear(root.GetProperty("grad_weights"), root.GetProperty("grad_biases"), gradient, data.Count, Bound * largest);
        JsonElement after = root.GetProperty("after_one_sgd_step");
        TrainingOptions options = new() { Loss = loss, LearningRate = after.GetProperty("lr").GetSingle(), BatchSize = data.Count, Epochs = 1 };
        AssertNear(after.GetProperty("weights"), after.GetProperty("biases"), new Trainer(device, options).Fit(network, data, cancellationToken: TestContext.Current.CancellationToken).Network, 1, (Bound * largest) + 1e-7);
    }

    [Fact]
    public void ComputeGradient_CentralDifferences_Agree()
    {
        Device device = TestDevice.Open("cpu");
        Network network = Network.Create(3, [new(5, Activation.Tanh), new(4, Activation.Sigmoid), new(2, Activation.Identity)], seed: 7);
        Dataset data = new(DeviceMatrices.Random(8, 12), 3, DeviceMatrices.Random(9, 8), 2);
        (Network gradient, _) = ComputeGradient(device, network, data, Loss.MeanSquaredError);
        const float Step = 1f / 64;
        for (int l = 0; l < network.Layers.Count; l++)
        {
            float[] weights = network.Layers[l].Weights;
            for (int i = 0; i < weights.Length; i++)
            {
                float before = weights[i];
                weights[i] = before + Step;
                double up = DoubleForward.Loss(network, data);
                double width = weights[i];
                weights[i] = before - Step;
                width -= weights[i];
                double down = DoubleForward.Loss(network, data);
                weights[i] = before;
                Assert.Equal((up - down) / width, gradient.Layers[l].Weights[i] / (double)data.Count, 2e-4);
            }
        }
    }

    // The book's graph of section 4.1: w = 5, x = 1, b = 1, y = 2 gives ŷ = 6 and e = ŷ − y = 4; c = e² = 16, ∂c/∂w = ∂c/∂b = 2e = 8. The library's loss is ½e², so it reports half of each.
    [Fact]
    public void ComputeGradient_TheBooksWorkedGraph_GivesItsNumbers()
    {
        Device device = TestDevice.Open("cpu");
        var network = new Network([new DenseLayer(1, 1, Activation.Identity, [5f], [1f])]);
        (Network gradient, float[] losses) = ComputeGradient(device, network, new Dataset([1f], 1, [2f], 1), Loss.MeanSquaredError);
        Assert.Equal(6f, network.Predict(device, [1f])[0]);
        Assert.Equal(16f, 2f * losses[0]);
        Assert.Equal(8f, 2f * gradient.Layers[0].Weights[0]);
        Assert.Equal(8f, 2f * gradient.Layers[0].Biases[0]);
    }

    private static (Network Gradient, float[] Losses) ComputeGradient(Device device, Network network, Dataset data, Loss loss)
    {
        using var onDevice = new DeviceDataset(device, data);
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        using var step = new TrainingStep(device, network, onDevice, parameters, new TrainingOptions { Loss = loss }, data.Count);
        using DeviceBuffer<int> rows = device.AllocateInts(data.Count);
        rows.Upload([.. Enumerable.Range(0, data.Count)]);
        using DeviceBuffer<float> losses = device.AllocateFloats(data.Count);
        step.ComputeGradient(rows.Elements, losses.View(), number: 1);
        return (step.Gradient.Download(device), DeviceMatrices.Download(device, losses, data.Count));
    }

    private static void AssertNear(JsonElement weights, JsonElement biases, Network actual, double divisor, double tolerance)
    {
        for (int l = 0; l < actual.Layers.Count; l++)
        {
            double[] expectedWeights = [.. weights[l].EnumerateArray().SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble()))];
            double[] expectedBiases = [.. biases[l].EnumerateArray().Select(value => value.GetDouble())];
            for (int i = 0; i < expectedWeights.Length; i++)
                Assert.Equal(expectedWeights[i], actual.Layers[l].Weights[i] / divisor, tolerance);
            for (int i = 0; i < expectedBiases.Length; i++)
                Assert.Equal(expectedBiases[i], actual.Layers[l].Biases[i] / divisor, tolerance);
        }
    }

    private static Network ReadNetwork(JsonElement root)
    {
        int[] sizes = [.. root.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32())];
        return new Network([.. Enumerable.Range(0, sizes.Length - 1).Select(l => new DenseLayer(
            sizes[l],
            sizes[l + 1],
            Enum.Parse<Activation>(root.GetProperty("activations")[l].GetString()!, ignoreCase: true),
            [.. root.GetProperty("weights")[l].EnumerateArray().SelectMany(row => row.EnumerateArray().Select(value => value.GetSingle()))],
            [.. root.GetProperty("biases")[l].EnumerateArray().Select(value => value.GetSingle())]))]);
    }

    private static Dataset ReadData(JsonElement root)
    {
        float[] Flat(string name) => [.. root.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray().Select(value => value.GetSingle()))];
        return new Dataset(Flat("X"), root.GetProperty("X")[0].GetArrayLength(), Flat("Y"), root.GetProperty("Y")[0].GetArrayLength());
    }
}
