using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Runs a network's layers over up to a number of rows, with memory for every layer's outputs.</summary>
internal sealed class ForwardPass : IDisposable
{
    private readonly Network network;
    private readonly DeviceParameters parameters;
    private readonly DenseOperations[] operations;
    private readonly DenseOperations lastAsWeightedInputs;
    private readonly OperationCache cache;
    private readonly DeviceBuffer<float>[] outputs;

    public ForwardPass(Device device, Network network, DeviceParameters parameters, int capacity)
    {
        this.network = network;
        this.parameters = parameters;
        cache = device.Operations;
        operations = [.. network.Layers.Select(layer => DenseOperations.For(layer.Activation, cache))];
        lastAsWeightedInputs = DenseOperations.For(Activation.Identity, cache);
        outputs = [.. network.Layers.Select(layer => device.AllocateFloats((long)capacity * layer.Outputs))];
    }

    /// <summary>How many floats the outputs of so many rows take.</summary>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    /// <param name="rows">Rows at a time.</param>
    public static long FloatsOf(IReadOnlyList<int> widths, int rows) => checked(rows * widths.Skip(1).Sum(width => (long)width));

    /// <summary>How many floats of a device's scratch memory the products take.</summary>
    /// <param name="target">Where they are computed.</param>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    /// <param name="rows">Rows at a time.</param>
    public static long ScratchOf(ExecutionTarget target, IReadOnlyList<int> widths, int rows)
        => Enumerable.Range(1, widths.Count - 1).Max(i => TileTable.ScratchFor(target, GemmLayout.NN, rows, widths[i], widths[i - 1]));

    /// <summary>A layer's outputs, [rows × outputs].</summary>
    public MatrixView Outputs(int layer, int rows) => outputs[layer].AsMatrix(rows, network.Layers[layer].Outputs);

    /// <summary>Queues all layers.</summary>
    /// <param name="inputs">[rows × features].</param>
    /// <param name="lastAsZ">Whether the last layer stops at z, because its loss has the activation inside.</param>
    /// <param name="dropout">What hidden outputs pass through on their way to the next layer; null for nothing.</param>
    public void Run(MatrixView inputs, bool lastAsZ, HiddenDropout? dropout = null)
    {
        MatrixView from = inputs;
        int last = network.Layers.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            MatrixView to = Outputs(i, inputs.Rows);
            DenseOperations layer = i == last && lastAsZ ? lastAsWeightedInputs : operations[i];
            layer.Forward(from, parameters.Weights(i), parameters.Biases(i), to);
            from = to;
            if (dropout is not null && i < last)
            {
                dropout.Mask(i, to);
                from = dropout.Outputs(i, inputs.Rows);
            }
        }
    }

    /// <summary>Turns the last layer's z into its activation, in place.</summary>
    public void FinishOutputs(int rows)
    {
        int last = network.Layers.Count - 1;
        MatrixView values = Outputs(last, rows);
        if (network.Layers[last].Activation == Activation.Softmax)
            cache.Get(target => new Rowwise<Softmax>(target)).Run(new Softmax(values, values.Data), rows, values.Columns * 8);
        else
            operations[last].Activate(values);
    }

    public void Dispose()
    {
        foreach (DeviceBuffer<float> buffer in outputs)
            buffer.Dispose();
    }
}
