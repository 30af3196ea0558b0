using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>One update of mini-batch SGD, on a device: gather, forward, loss, back-propagation, update. Allocates nothing and waits for nothing.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly Network network;
    private readonly DeviceDataset data;
    private readonly DeviceParameters parameters;
    private readonly DeviceParameters gradient;
    private readonly ForwardPass forward;
    private readonly OutputLoss loss;
    private readonly DenseOperations[] operations;
    private readonly RowGather gather;
    private readonly Gemm<NoEpilogue> weightGradient;
    private readonly Elementwise<ColumnSums> biasGradient;
    private readonly Elementwise<SgdUpdate> update;
    private readonly DeviceBuffer<float> inputs;
    private readonly DeviceBuffer<float> targets;
    private readonly DeviceBuffer<float>[] deltas;

    public TrainingStep(Device device, Network network, DeviceDataset data, DeviceParameters parameters, Loss loss, int batchSize)
    {
        this.network = network;
        this.data = data;
        this.parameters = parameters;
        OperationCache cache = device.Operations;
        this.loss = OutputLoss.For(network.Layers[^1].Activation, loss, cache);
        operations = [.. network.Layers.Select(layer => DenseOperations.For(layer.Activation, cache))];
        gather = cache.Get(target => new RowGather(target));
        weightGradient = cache.Get(target => new Gemm<NoEpilogue>(target));
        biasGradient = cache.Get(target => new Elementwise<ColumnSums>(target));
        update = cache.Get(target => new Elementwise<SgdUpdate>(target));
        gradient = DeviceParameters.Zeros(device, network);
        forward = new ForwardPass(device, network, parameters, batchSize);
        inputs = device.AllocateFloats((long)batchSize * network.Inputs);
        targets = device.AllocateFloats((long)batchSize * network.Outputs);
        deltas = [.. network.Layers.Select(layer => device.AllocateFloats((long)batchSize * layer.Outputs))];
    }

    /// <summary>∂C/∂W of the last step, summed over the batch (not divided by its size).</summary>
    public DeviceParameters Gradient => gradient;

    /// <summary>δ of a layer in the last step, [rows × outputs]: each row ∂ℓ/∂z of one sample.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="rows">The last batch's size.</param>
    public MatrixView Deltas(int layer, int rows) => deltas[layer].AsMatrix(rows, network.Layers[layer].Outputs);

    /// <summary>A layer's outputs in the last step, [rows × outputs]: a, but z for the last layer when the loss has its activation inside, until <see cref="FinishOutputs"/>.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="rows">The last batch's size.</param>
    public MatrixView Outputs(int layer, int rows) => forward.Outputs(layer, rows);

    /// <summary>Turns the last layer's outputs into a where they are still z.</summary>
    /// <param name="rows">The last batch's size.</param>
    public void FinishOutputs(int rows)
    {
        if (loss.TakesWeightedInputs)
            forward.FinishOutputs(rows);
    }

    /// <summary>Queues the gradient of one batch.</summary>
    /// <param name="rows">The batch's row numbers.</param>
    /// <param name="losses">[rows]: each sample's loss before the update, written.</param>
    public void ComputeGradient(ArrayView<int> rows, FloatView losses)
    {
        int count = (int)rows.Length;
        MatrixView x = inputs.AsMatrix(count, network.Inputs);
        MatrixView y = targets.AsMatrix(count, network.Outputs);
        gather.Run(data.Inputs, rows, x);
        gather.Run(data.Targets, rows, y);
        forward.Run(x, loss.TakesWeightedInputs);

        int last = network.Layers.Count - 1;
        loss.Run(forward.Outputs(last, count), y, Deltas(last, count), losses);
        for (int i = last; i >= 0; i--)
        {
            MatrixView below = i == 0 ? x : forward.Outputs(i - 1, count);
            weightGradient.Run(GemmLayout.TN, 1f, below, Deltas(i, count), 0f, gradient.Weights(i), default);
            biasGradient.Run(new ColumnSums(Deltas(i, count), gradient.Biases(i)), network.Layers[i].Outputs, count);
            if (i > 0)
                operations[i - 1].PropagateDelta(Deltas(i, count), parameters.Weights(i), forward.Outputs(i - 1, count), Deltas(i - 1, count));
        }
    }

    /// <summary>Queues W ← W − rate · gradient.</summary>
    /// <param name="rate">ηₜ divided by the batch's size.</param>
    public void Update(float rate) => update.Run(new SgdUpdate(parameters.All, gradient.All, rate), parameters.All.Length);

    public void Dispose()
    {
        gradient.Dispose();
        forward.Dispose();
        inputs.Dispose();
        targets.Dispose();
        foreach (DeviceBuffer<float> buffer in deltas)
            buffer.Dispose();
    }
}
