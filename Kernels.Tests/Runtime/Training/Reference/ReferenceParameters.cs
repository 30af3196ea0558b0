namespace NeuralGpu.Tests;

/// <summary>A network's parameters as one run of arrays.</summary>
internal static class ReferenceParameters
{
    /// <summary>Zeros of the same shape.</summary>
    public static Network Zeros(Network network)
        => new([.. network.Layers.Select(layer => new DenseLayer(layer.Inputs, layer.Outputs, layer.Activation, new float[layer.Weights.Length], new float[layer.Outputs]))]);

    /// <summary>Weights and biases in turn: the biases are the odd ones.</summary>
    public static float[][] Arrays(Network network) => [.. network.Layers.SelectMany(layer => new[] { layer.Weights, layer.Biases })];

    /// <summary>All of them end to end, each array padded with zeros to a multiple of 64.</summary>
    public static float[] Padded(Network network)
        => [.. Arrays(network).SelectMany(values => values.Concat(new float[(64 - (values.Length % 64)) % 64]))];
}
