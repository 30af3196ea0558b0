namespace NeuralGpu.Tests;

/// <summary>The public gradients; those that training uses are tested in <see cref="GradientTests"/>.</summary>
public class BackpropagationTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    // The book's graph of section 4.2 with a layer a node: u = 5·1 = 5, ŷ = u + 1 = 6, e = ŷ − 2 = 4. For ½e² every δ is e = 4, ∂/∂w = δx = 4 and ∂/∂x = δw = 20.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_TheBooksWorkedGraph_GivesItsNumbers(string name)
    {
        var network = new Network([Node(5, 0), Node(1, 1), Node(1, -2)]);

        NetworkGradients found = network.Gradients(TestDevice.Open(name), new Dataset([1], 1, [0], 1), Loss.MeanSquaredError);

        Assert.Equal([5f, 6, 4], found.Layers.Select(layer => layer.Outputs.Single()));
        Assert.Equal([4f, 4, 4], found.Layers.Select(layer => layer.Deltas.Single()));
        Assert.Equal([4f, 20, 24], found.Layers.Select(layer => layer.Weights.Single()));
        Assert.Equal([4f, 4, 4], found.Layers.Select(layer => layer.Biases.Single()));
        Assert.Equal([20f], found.Inputs);
        Assert.Equal([8f], found.Losses);
        Assert.Equal(8, found.Loss);

        static DenseLayer Node(float weight, float bias) => new(1, 1, Activation.Identity, [weight], [bias]);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_CentralDifferences_Agree(string name)
    {
        (Network network, Dataset data) = Example();

        NetworkGradients found = network.Gradients(TestDevice.Open(name), data, Loss.MeanSquaredError);

        Assert.Equal(DoubleForward.Loss(network, data), found.Loss, 1e-6);
        for (int l = 0; l < network.Layers.Count; l++)
        {
            AssertSlopes(network, data, network.Layers[l].Weights, found.Layers[l].Weights, divisor: 1);
            AssertSlopes(network, data, network.Layers[l].Biases, found.Layers[l].Biases, divisor: 1);
        }
        // The gradient of a sample's own loss is n times that of the mean.
        AssertSlopes(network, data, data.Inputs, found.Inputs, divisor: data.Count);
    }

    // The bias is added to z, so ∂C/∂b is the mean of the samples' δ: to the bit, because both are sums in the contract's order.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_OfBiases_AreTheMeansOfTheDeltas(string name)
    {
        (Network network, Dataset data) = Example();

        NetworkGradients found = network.Gradients(TestDevice.Open(name), data, Loss.MeanSquaredError);

        foreach (LayerGradients layer in found.Layers)
        {
            for (int j = 0; j < layer.Biases.Length; j++)
            {
                float sum = 0;
                for (int i = 0; i < data.Count; i++)
                    sum += layer.Deltas[(i * layer.Biases.Length) + j];
                Assert.Equal(sum / data.Count, layer.Biases[j]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_SoftmaxWithCrossEntropy_HasProbabilitiesAndTheirDifferences(string name)
    {
        Device device = TestDevice.Open(name);
        Network network = Network.Create(3, [new(4, Activation.Relu), new(3, Activation.Softmax)], seed: 5);
        var data = new Dataset(DeviceMatrices.Random(1, 6), 3, [1, 0, 0, 0, 0, 1], 3);

        NetworkGradients found = network.Gradients(device, data, Loss.CrossEntropy);

        float[] outputs = found.Layers[^1].Outputs;
        Assert.Equal(network.Predict(device, data.Inputs), outputs);
        Assert.Equal(1, outputs[..3].Sum(), 1e-6);
        for (int i = 0; i < outputs.Length; i++)
            Assert.Equal(outputs[i] - data.Targets[i], found.Layers[^1].Deltas[i], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_EveryDevice_HaveTheBitsOfTheCpu(string name)
    {
        (Network network, Dataset data) = Example();

        NetworkGradients expected = network.Gradients(TestDevice.Open("cpu"), data, Loss.MeanSquaredError), found = network.Gradients(TestDevice.Open(name), data, Loss.MeanSquaredError);

        Assert.Equal(expected.Losses, found.Losses);
        Assert.Equal(expected.Inputs, found.Inputs);
        for (int l = 0; l < network.Layers.Count; l++)
        {
            Assert.Equal(expected.Layers[l].Outputs, found.Layers[l].Outputs);
            Assert.Equal(expected.Layers[l].Deltas, found.Layers[l].Deltas);
            Assert.Equal(expected.Layers[l].Weights, found.Layers[l].Weights);
            Assert.Equal(expected.Layers[l].Biases, found.Layers[l].Biases);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_SampleWeights_MultiplyLossesAndDeltas(string name)
    {
        (Network network, Dataset data) = Example();
        Device device = TestDevice.Open(name);
        // Powers of two, so that the products are exact.
        float[] weights = [.. Enumerable.Range(0, data.Count).Select(i => i % 2 == 0 ? 0.5f : 2f)];

        NetworkGradients plain = network.Gradients(device, data, Loss.MeanSquaredError);
        NetworkGradients weighted = network.Gradients(device, new Dataset(data.Inputs, data.Features, data.Targets, data.Outputs, weights), Loss.MeanSquaredError);

        Assert.Equal(plain.Losses.Select((loss, i) => loss * weights[i]), weighted.Losses);
        for (int l = 0; l < network.Layers.Count; l++)
            Assert.Equal(plain.Layers[l].Deltas.Select((delta, i) => delta * weights[i / network.Layers[l].Outputs]), weighted.Layers[l].Deltas);
    }

    [Fact]
    public void Gradients_DataThatDoesNotFit_IsRefused()
    {
        (Network network, Dataset data) = Example();
        Device device = TestDevice.Open("cpu");

        Assert.Contains("features", Assert.Throws<ArgumentException>(() => network.Gradients(device, new Dataset([1, 2], 2, [1, 2], 2), Loss.MeanSquaredError)).Message, StringComparison.Ordinal);
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => network.Gradients(device, new Dataset([], 3, [], 2), Loss.MeanSquaredError)).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => network.Gradients(device, new Dataset([1, float.NaN, 3], 3, [1, 2], 2), Loss.MeanSquaredError)).Message, StringComparison.Ordinal);
        Assert.Contains("softmax", Assert.Throws<ArgumentException>(() => network.Gradients(device, data, Loss.CrossEntropy)).Message, StringComparison.Ordinal);
    }

    private static (Network Network, Dataset Data) Example() => (
        Network.Create(3, [new(4, Activation.Tanh), new(4, Activation.Sigmoid), new(2, Activation.Identity)], seed: 7),
        new Dataset(DeviceMatrices.Random(8, 15), 3, DeviceMatrices.Random(9, 10), 2));

    private static void AssertSlopes(Network network, Dataset data, float[] variables, float[] slopes, double divisor)
    {
        const float Step = 1f / 64;
        Assert.Equal(variables.Length, slopes.Length);
        Assert.Contains(slopes, slope => Math.Abs(slope) > 1e-3);
        for (int i = 0; i < variables.Length; i++)
        {
            float before = variables[i];
            variables[i] = before + Step;
            double up = DoubleForward.Loss(network, data), width = variables[i];
            variables[i] = before - Step;
            double down = DoubleForward.Loss(network, data);
            width -= variables[i];
            variables[i] = before;
            Assert.Equal((up - down) / width, slopes[i] / divisor, 2e-4);
        }
    }
}
