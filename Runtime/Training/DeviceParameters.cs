using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A network's parameters, or numbers laid out like them, in one buffer on a device.</summary>
internal sealed class DeviceParameters : IDisposable
{
    // Each matrix and bias starts at a multiple of this many floats; the gaps are zero and stay zero.
    private const int Alignment = 64;

    private readonly DeviceBuffer<float> buffer;
    private readonly (long Weights, long Biases)[] offsets;
    private readonly IReadOnlyList<DenseLayer> shape;

    private DeviceParameters(Device device, IReadOnlyList<DenseLayer> shape)
    {
        this.shape = shape;
        offsets = new (long, long)[shape.Count];
        long length = 0;
        for (int i = 0; i < shape.Count; i++)
        {
            offsets[i].Weights = length;
            length += Aligned(shape[i].Weights.LongLength);
            offsets[i].Biases = length;
            length += Aligned(shape[i].Outputs);
        }
        buffer = device.AllocateFloats(length);
        buffer.Clear();
        All = buffer.View().Slice(0, length);
    }

    /// <summary>Everything, gaps included.</summary>
    public FloatView All { get; }

    /// <summary>The network's parameters on the device.</summary>
    public static DeviceParameters Upload(Device device, Network network)
    {
        var parameters = new DeviceParameters(device, network.Layers);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            DenseLayer layer = network.Layers[i];
            parameters.buffer.Upload(layer.Weights, parameters.offsets[i].Weights);
            parameters.buffer.Upload(layer.Biases, parameters.offsets[i].Biases);
        }
        return parameters;
    }

    /// <summary>How many floats networks of these widths take, gaps included.</summary>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    public static long LengthOf(IReadOnlyList<int> widths)
        => Enumerable.Range(1, widths.Count - 1).Sum(i => checked(Aligned((long)widths[i - 1] * widths[i]) + Aligned(widths[i])));

    /// <summary>Zeros of the same layout.</summary>
    public static DeviceParameters Zeros(Device device, Network network) => new(device, network.Layers);

    /// <summary>W of a layer, [inputs × outputs].</summary>
    public MatrixView Weights(int layer) => All.Slice(offsets[layer].Weights, shape[layer].Weights.LongLength).AsMatrix(shape[layer].Inputs, shape[layer].Outputs);

    /// <summary>b of a layer, [outputs].</summary>
    public FloatView Biases(int layer) => All.Slice(offsets[layer].Biases, shape[layer].Outputs);

    /// <summary>Where a layer's weights are within <see cref="All"/>.</summary>
    public (long Offset, long Length) WeightsRange(int layer) => (offsets[layer].Weights, shape[layer].Weights.LongLength);

    /// <summary>Where a layer's biases are within <see cref="All"/>.</summary>
    public (long Offset, long Length) BiasesRange(int layer) => (offsets[layer].Biases, shape[layer].Outputs);

    /// <summary>Copies all numbers to another buffer of the same layout, on the device.</summary>
    public void CopyTo(DeviceParameters other) => buffer.CopyTo(other.buffer);

    /// <summary>Sets all numbers to zero, gaps included.</summary>
    public void Clear() => buffer.Clear();

    /// <summary>Reads the parameters back as a network.</summary>
    public Network Download(Device device)
    {
        device.Synchronize();
        var layers = new DenseLayer[shape.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            var weights = new float[shape[i].Weights.LongLength];
            var biases = new float[shape[i].Outputs];
            buffer.Download(weights, offsets[i].Weights);
            buffer.Download(biases, offsets[i].Biases);
            layers[i] = new DenseLayer(shape[i].Inputs, shape[i].Outputs, shape[i].Activation, weights, biases);
        }
        return new Network(layers);
    }

    public void Dispose() => buffer.Dispose();

    private static long Aligned(long count) => (count + Alignment - 1) / Alignment * Alignment;
}
