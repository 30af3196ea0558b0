using System.Security.Cryptography;

namespace NeuralGpu.Tests;

public class NetworkTests
{
    [Fact]
    public void Create_GlorotAndHe_DrawWithinTheirBoundsAndFillThem()
    {
        Network glorot = Network.Create(200, [new(100, Activation.Sigmoid)], seed: 1);
        Network he = Network.Create(200, [new(100, Activation.Relu)], seed: 1);
        Check(glorot.Layers[0], Math.Sqrt(6.0 / 300));
        Check(he.Layers[0], Math.Sqrt(6.0 / 200));

        static void Check(DenseLayer layer, double bound)
        {
            Assert.All(layer.Biases, bias => Assert.Equal(0f, bias));
            Assert.All(layer.Weights, weight => Assert.InRange(weight, -bound * 1.0001, bound * 1.0001));
            double variance = layer.Weights.Average(weight => weight * (double)weight);
            // Uniform on ±bound has variance bound²/3; 20 000 draws give it to about 0.6 %.
            Assert.InRange(variance / (bound * bound / 3), 0.97, 1.03);
        }
    }

    [Fact]
    public void Create_SeedAndLayer_DecideTheWeights()
    {
        Network one = Network.Create(3, [new(3, Activation.Tanh), new(3, Activation.Tanh)], seed: 1);
        Assert.Equal(one.WeightsSha256(), Network.Create(3, [new(3, Activation.Tanh), new(3, Activation.Tanh)], seed: 1).WeightsSha256());
        Assert.NotEqual(one.WeightsSha256(), Network.Create(3, [new(3, Activation.Tanh), new(3, Activation.Tanh)], seed: 2).WeightsSha256());
        Assert.NotEqual(one.Layers[0].Weights, one.Layers[1].Weights);
    }

    [Fact]
    public void WeightsSha256_KnownNetwork_IsOverLittleEndianBytesInLayerOrder()
    {
        var network = new Network([new DenseLayer(1, 2, Activation.Tanh, [1f, 2f], [3f, 4f]), new DenseLayer(2, 1, Activation.Identity, [5f, 6f], [7f])]);
        byte[] bytes = [.. Enumerable.Range(1, 7).SelectMany(i => BitConverter.GetBytes((float)i))];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), network.WeightsSha256());
    }

    [Fact]
    public void Network_LayersThatDoNotFit_AreRefused()
    {
        var wide = new DenseLayer(2, 3, Activation.Tanh, new float[6], new float[3]);
        var narrow = new DenseLayer(2, 1, Activation.Identity, new float[2], new float[1]);
        var softmax = new DenseLayer(2, 2, Activation.Softmax, new float[4], new float[2]);
        Assert.Contains("at least one layer", Assert.Throws<ArgumentException>(() => new Network([])).Message, StringComparison.Ordinal);
        Assert.Contains("gives 3 outputs", Assert.Throws<ArgumentException>(() => new Network([wide, narrow])).Message, StringComparison.Ordinal);
        Assert.Contains("only for the last layer", Assert.Throws<ArgumentException>(() => new Network([softmax, narrow])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DenseLayer(2, 2, Activation.Tanh, new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => new DenseLayer(2, 2, Activation.Tanh, new float[4], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseLayer(0, 2, Activation.Tanh, [], new float[2]));
        Assert.Throws<ArgumentException>(() => Network.Create(2, [new(0, Activation.Tanh)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Create(0, [new(1, Activation.Tanh)]));
    }

    [Fact]
    public void Predict_AnyNumberOfRows_GivesEachRowItsOwnOutputs()
    {
        Device device = TestDevice.Open("cpu");
        Network network = Network.Create(3, [new(5, Activation.Tanh), new(2, Activation.Softmax)], seed: 4);
        float[] inputs = DeviceMatrices.Random(20, 3 * 2050); // beyond two blocks of rows
        float[] all = network.Predict(device, inputs);
        Assert.Equal(2 * 2050, all.Length);
        Assert.Empty(network.Predict(device, []));
        foreach (int row in new[] { 0, 1023, 1024, 2049 })
            Assert.Equal(network.Predict(device, inputs[(row * 3)..((row + 1) * 3)]), all[(row * 2)..((row + 1) * 2)]);
        Assert.Throws<ArgumentException>(() => network.Predict(device, new float[4]));
        Assert.Throws<ArgumentException>(() => network.Predict(device, [1f, float.NaN, 2f]));
    }
}
