namespace NeuralGpu.Tests;

public sealed class LinearModelTests
{
    [Fact]
    public void Predict_TwoTargets_AddsTheProductsToTheIntercepts()
    {
        // [1, 2]·[[1, 10], [3, 30]] + [0.5, 5] = [7.5, 75].
        var model = new LinearModel([1, 10, 3, 30], [0.5, 5]);
        Assert.Equal((2, 2), (model.Features, model.Targets));
        Assert.Equal([7.5, 75, 0.5, 5], model.Predict([1, 2, 0, 0]));
        Assert.Empty(model.Predict([]));
    }

    [Fact]
    public void ToNetwork_AndBack_KeepsBinary32Parameters()
    {
        var model = new LinearModel([1, 10, 3, 0.1], [0.5, -5]);
        Network network = model.ToNetwork();
        Assert.Equal([1f, 10f, 3f, 0.1f], network.Layers.Single().Weights);
        Assert.Equal([0.5f, -5f], network.Layers[0].Biases);
        LinearModel back = LinearModel.FromNetwork(network);
        Assert.Equal([1, 10, 3, (double)0.1f], back.Coefficients);
        Assert.Equal([0.5, -5], back.Intercepts);
    }

    [Fact]
    public void FromNetwork_OfAnotherShape_IsRefused()
    {
        ArgumentException sigmoid = Assert.Throws<ArgumentException>(() => LinearModel.FromNetwork(Network.Create(2, [new(1, Activation.Sigmoid)])));
        Assert.Contains("1 Sigmoid", sigmoid.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LinearModel.FromNetwork(Network.Create(2, [new(3, Activation.Identity), new(1, Activation.Identity)])));
    }

    [Fact]
    public void Constructor_LengthsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new LinearModel([1, 2, 3], [1, 2]));
        Assert.Throws<ArgumentException>(() => new LinearModel([], [1]));
        Assert.Throws<ArgumentException>(() => new LinearModel([1], []));
        Assert.Throws<ArgumentException>(() => new LinearModel([1, 2], [0]).Predict([1, 2, 3]));
    }
}
