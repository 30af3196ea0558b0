using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NeuralGpu;

/// <summary>A feed-forward network: dense layers, each feeding the next. Book, section 3.4.</summary>
/// <remarks>A plain host object: it needs no device to be made, kept, saved or loaded. Trainers leave the network they are given alone and return a new one.</remarks>
public sealed class Network
{
    /// <summary>Makes a network of the given layers (not copied).</summary>
    /// <param name="layers">At least one; each layer's inputs equal the layer before's outputs; softmax only on the last.</param>
    /// <exception cref="ArgumentException">There is no layer, widths do not chain, or softmax is not last.</exception>
    public Network(IReadOnlyList<DenseLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
            throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        for (int i = 0; i < layers.Count; i++)
        {
            if (i > 0 && layers[i].Inputs != layers[i - 1].Outputs)
                throw new ArgumentException($"Layer {i} takes {layers[i].Inputs} inputs, but layer {i - 1} gives {layers[i - 1].Outputs} outputs; the two must be equal.", nameof(layers));
            if (layers[i].Activation == Activation.Softmax && i < layers.Count - 1)
                throw new ArgumentException($"Layer {i} has a softmax activation, but softmax is only for the last layer; use sigmoid, tanh or relu in hidden layers.", nameof(layers));
        }
        Layers = [.. layers];
    }

    /// <summary>The layers, from input to output.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; }

    /// <summary>Width of the input.</summary>
    public int Inputs => Layers[0].Inputs;

    /// <summary>Width of the output.</summary>
    public int Outputs => Layers[^1].Outputs;

    /// <summary>How many numbers the network learns.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>A new network with random weights and zero biases.</summary>
    /// <param name="inputs">Width of the input, at least 1.</param>
    /// <param name="layers">The layers' widths and activations, at least one.</param>
    /// <param name="seed">The same seed gives the same weights everywhere.</param>
    /// <param name="initialization">How weights are drawn; null: He for ReLU layers, Glorot for the others.</param>
    /// <exception cref="ArgumentException">A width is below 1, there is no layer, or softmax is not last.</exception>
    public static Network Create(int inputs, IReadOnlyList<LayerShape> layers, ulong seed = 1, Initialization? initialization = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        var built = new DenseLayer[layers.Count];
        int width = inputs;
        for (int i = 0; i < built.Length; i++)
        {
            LayerShape shape = layers[i];
            if (shape.Outputs < 1)
                throw new ArgumentException($"Layer {i} has width {shape.Outputs}; a layer needs at least 1 neuron.", nameof(layers));
            Initialization how = initialization ?? (shape.Activation == Activation.Relu ? Initialization.He : Initialization.Glorot);
            built[i] = new DenseLayer(width, shape.Outputs, shape.Activation, InitialWeights.Draw(width, shape.Outputs, how, seed, layer: i), new float[shape.Outputs]);
            width = shape.Outputs;
        }
        return new Network(built);
    }

    /// <summary>A linear model f(x) = x·W + b as a network: one identity layer, all parameters zero. Book, (1.1).</summary>
    /// <param name="inputs">Features, at least 1.</param>
    /// <param name="outputs">Targets a sample, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    public static Network CreateLinear(int inputs, int outputs = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        return new Network([new DenseLayer(inputs, outputs, Activation.Identity, new float[checked((long)inputs * outputs)], new float[outputs])]);
    }

    /// <summary>A network with its own copy of every parameter.</summary>
    public Network Clone() => new([.. Layers.Select(layer => layer.Clone())]);

    /// <summary>SHA-256, in lower-case hexadecimal, over the raw little-endian binary32 parameters in layer order, each layer's weights before its biases. Equal hashes mean equal networks, bit for bit.</summary>
    public string WeightsSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DenseLayer layer in Layers)
        {
            Append(hash, layer.Weights);
            Append(hash, layer.Biases);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether every parameter is a finite number.</summary>
    public bool IsFinite() => Layers.All(layer => AllFinite(layer.Weights) && AllFinite(layer.Biases));

    private static void Append(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        // In pieces, since a span of bytes ends at 2 GiB.
        const int Piece = 1 << 24;
        for (; values.Length > Piece; values = values[Piece..])
            hash.AppendData(MemoryMarshal.AsBytes(values[..Piece]));
        hash.AppendData(MemoryMarshal.AsBytes(values));
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }
}
