using System.Globalization;
using System.Text.Json;

namespace NeuralGpu.Tests;

/// <summary>Networks reach the test accuracies that other libraries reach with the same network, loss, learning rate, batch and epochs.</summary>
/// <remarks>The splits are not the peers': on the digits one sample is 0.3 points, so the mean over five seeds is compared, on a split of our own.</remarks>
public class ConvergenceBandTests
{
    // The issue's margin around the peers' smallest and largest accuracy.
    private const double Margin = 0.01;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("digits_sk_64-32-10_relu")]
    [InlineData("digits_sk_64-32-10_tanh")]
    [InlineData("digits_sk_64-32-10_logistic")]
    [InlineData("digits_sk_64-64-32-10_relu")]
    [InlineData("digits_np_64-32-10_sigmoid_mse")]
    [InlineData("digits_np_64-32-10_tanh_mse")]
    public void Fit_Digits_IsWithinThePeersBand(string id)
    {
        JsonElement band = Band(id);
        (LabeledData training, LabeledData test) = Scaled(BuiltInData.Load("digits").SplitStratified(0.2, seed: 1), 16);
        AssertWithin(band, Enumerable.Range(1, 5).Average(seed => Accuracy(band, training, test, (ulong)seed)));
    }

    [Theory]
    [InlineData("fashion10k_sk_784-64-10_relu")]
    [InlineData("fashion10k_np_784-30-10_sigmoid_mse")]
    public void Fit_TenThousandFashionImages_IsWithinThePeersBand(string id)
    {
        JsonElement band = Band(id);
        (LabeledData training, LabeledData test) = LoadFashion();
        AssertWithin(band, Accuracy(band, training.Select([.. Enumerable.Range(0, 10_000)]), test, seed: 1));
    }

    [Theory]
    [InlineData("fashion60k_sk_784-128-10_relu")]
    [InlineData("fashion60k_sk_784-128-64-10_relu")]
    [InlineData("fashion60k_np_784-30-10_sigmoid_mse")]
    [InlineData("fashion60k_np_784-30-10_sigmoid_mse_N01")]
    public void Fit_AllFashionImages_IsWithinThePeersBand(string id)
    {
        if (Environment.GetEnvironmentVariable("NEURALGPU_LONG_TESTS") != "1")
            Assert.Skip("not run: a long test; set NEURALGPU_LONG_TESTS=1");
        JsonElement band = Band(id);
        (LabeledData training, LabeledData test) = LoadFashion();
        AssertWithin(band, Accuracy(band, training, test, seed: 1));
    }

    private static void AssertWithin(JsonElement band, double accuracy)
    {
        JsonElement final = band.GetProperty($"test_accuracy_epoch_{band.GetProperty("epochs")}");
        double low = final.GetProperty("min").GetDouble() - Margin, high = final.GetProperty("max").GetDouble() + Margin;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{band.GetProperty("id")}: {accuracy:F4}, peers {low:F4} to {high:F4}"));
        Assert.InRange(accuracy, low, high);
    }

    private static double Accuracy(JsonElement band, LabeledData training, LabeledData test, ulong seed)
    {
        Device device = TestDevice.Open("cpu");
        Network start = CreateNetwork(band, seed);
        bool isSoftmax = start.Layers[^1].Activation == Activation.Softmax;
        bool isTanh = start.Layers[^1].Activation == Activation.Tanh;
        var options = new TrainingOptions
        {
            Loss = isSoftmax ? Loss.CrossEntropy : Loss.MeanSquaredError,
            LearningRate = band.GetProperty("lr").GetSingle(),
            BatchSize = band.GetProperty("batch").GetInt32(),
            Epochs = band.GetProperty("epochs").GetInt32(),
            Seed = seed,
        };
        // Hinge's targets are −1 and +1, which is what a tanh output compares with.
        Dataset rows = isTanh ? training.ToDataset(10, Loss.Hinge) : training.ToDataset(10);
        Network trained = new Trainer(device, options).Fit(start, rows, cancellationToken: Token).Network;
        return trained.Evaluate(device, test.ToDataset(10), options.Loss).Accuracy;
    }

    private static Network CreateNetwork(JsonElement band, ulong seed)
    {
        int[] widths = [.. band.GetProperty("net").EnumerateArray().Select(width => width.GetInt32())];
        bool isSoftmax = band.TryGetProperty("hidden_activation", out JsonElement activation);
        if (!isSoftmax)
            activation = band.GetProperty("activation_all_layers");
        Activation hidden = activation.GetString() switch { "relu" => Activation.Relu, "tanh" => Activation.Tanh, _ => Activation.Sigmoid };
        Network network = Network.Create(widths[0], [.. widths[1..].Select((width, i) => new LayerShape(width, isSoftmax && i == widths.Length - 2 ? Activation.Softmax : hidden))], seed, Initialization.Glorot);
        string init = band.GetProperty("init").GetString()!;
        foreach (DenseLayer layer in network.Layers)
        {
            // Uniform on ±√(6/(in + out)) has a variance of 2/(in + out); the peers' other draws have other variances.
            double factor = init switch
            {
                _ when init.StartsWith("N(0,1/fan_in)", StringComparison.Ordinal) => Math.Sqrt((layer.Inputs + layer.Outputs) / (2.0 * layer.Inputs)),
                _ when init.StartsWith("N(0,1)", StringComparison.Ordinal) => Math.Sqrt((layer.Inputs + layer.Outputs) / 2.0),
                _ when hidden == Activation.Sigmoid && isSoftmax => Math.Sqrt(2.0 / 6),
                _ => 1,
            };
            for (int i = 0; i < layer.Weights.Length; i++)
                layer.Weights[i] *= (float)factor;
        }
        return network;
    }

    private static JsonElement Band(string id) => TruthData.ReadJson("convergence", "bands").EnumerateArray().Single(band => band.GetProperty("id").GetString() == id);

    private static (LabeledData Training, LabeledData Test) LoadFashion()
    {
        const string Folder = "/usr/share/datasets/fashion-mnist";
        if (!Directory.Exists(Folder))
            Assert.Skip("not run: no Fashion-MNIST (Debian's package dataset-fashion-mnist)");
        (LabeledData training, LabeledData? test) = IdxData.ReadFolder(Folder);
        return Scaled((training, test!), 255);
    }

    private static (LabeledData Training, LabeledData Test) Scaled((LabeledData Training, LabeledData Test) parts, float divisor)
    {
        Standardization scale = Standardization.Fit(StandardizationKind.Divide, parts.Training.Features, parts.Training.FeatureCount, divisor);
        scale.ApplyInPlace(parts.Training.Features);
        scale.ApplyInPlace(parts.Test.Features);
        return parts;
    }
}
