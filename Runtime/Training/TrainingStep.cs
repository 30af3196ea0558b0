using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>One update, on a device: gather, forward, loss, back-propagation, penalties, clipping, the optimizer's step. Allocates nothing and waits for nothing.</summary>
/// <remarks>
/// For L layers that is 3L + 1 kernels: the gather, L of the forward pass, the loss, L − 1 deltas, L weight gradients, each with its bias gradient and the update of the layer.
/// On the host, and where the whole gradient is needed before anything is updated (penalties, clipping) or afterwards (a tolerance), or biases are not learnt, the update is one more; 2L with AdamW's decay, unless biases decay too.
/// More with sample weights (1), dropout (2(L − 1)), penalties (L; 1 when biases are penalised too) and clipping (4).
/// Where the device has graphs and there is no dropout, all but the gather is recorded the second time that a batch size comes up, and then queued as one: 2 launches and a copy of the losses.
/// </remarks>
internal sealed class TrainingStep : IDisposable
{
    private readonly ExecutionTarget target;
    private readonly OperationCache cache;
    private readonly Network network;
    private readonly DeviceDataset data;
    private readonly DeviceParameters parameters;
    private readonly DeviceParameters gradient;
    private readonly TrainingOptions options;
    private readonly ForwardPass forward;
    private readonly OutputLoss loss;
    private readonly DenseOperations[] operations;
    private readonly SampleGather gather;
    private readonly Rowwise<RowWeights>? rowWeights;
    private readonly HiddenDropout? dropout;
    private readonly Penalty? penalty;
    private readonly NormClipping? clipping;
    private readonly OptimizerState optimizer;
    private readonly DeviceBuffer<float> inputs;
    private readonly DeviceBuffer<float> targets;
    private readonly DeviceBuffer<float>? weights;
    private readonly DeviceBuffer<float>[] deltas;
    private readonly StepGraphs? graphs;
    private readonly DeviceBuffer<float>? batchLosses;

    public TrainingStep(Device device, Network network, DeviceDataset data, DeviceParameters parameters, TrainingOptions options, int batchSize, IReadOnlyList<Network>? moments = null)
    {
        target = device.Target;
        this.network = network;
        this.data = data;
        this.parameters = parameters;
        this.options = options;
        cache = device.Operations;
        loss = OutputLoss.For(network.Layers[^1].Activation, options.Loss, cache);
        operations = [.. network.Layers.Select(layer => DenseOperations.For(layer.Activation, cache))];
        gather = cache.Get(target => new SampleGather(target));
        gradient = DeviceParameters.Zeros(device, network);
        optimizer = new OptimizerState(device, network, options, parameters, gradient, moments ?? []);
        forward = new ForwardPass(device, network, parameters, batchSize);
        inputs = device.AllocateFloats((long)batchSize * network.Inputs);
        targets = device.AllocateFloats((long)batchSize * network.Outputs);
        deltas = [.. network.Layers.Select(layer => device.AllocateFloats((long)batchSize * layer.Outputs))];
        if (data.Weights is not null)
        {
            weights = device.AllocateFloats(batchSize);
            rowWeights = cache.Get(target => new Rowwise<RowWeights>(target));
        }
        if (options.Dropout > 0)
            dropout = new HiddenDropout(device, network, options.Dropout, options.Seed, batchSize);
        if (options.L2 > 0 || options.L1 > 0)
            penalty = new Penalty(cache, parameters, gradient, options, network.Layers.Count);
        if (options.ClipNorm > 0)
            clipping = new NormClipping(device, gradient, options.ClipNorm);
        // A mask depends on the number of the update, which is an argument of its kernel.
        if (target.Graphs is not null && dropout is null)
        {
            batchLosses = device.AllocateFloats(batchSize);
            graphs = new StepGraphs(target, rows => QueueUpdate(rows, batchLosses.View().Slice(0, rows)));
        }
    }

    /// <summary>How many floats a batch takes: its samples, each layer's outputs and deltas, what dropout passes on, and the losses of a recorded step.</summary>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    /// <param name="rows">The batch's size.</param>
    /// <param name="isWeighted">Whether the samples have weights.</param>
    /// <param name="hasDropout">Whether hidden layers have dropout.</param>
    /// <param name="hasGraphs">Whether the device records steps.</param>
    public static long FloatsOf(IReadOnlyList<int> widths, int rows, bool isWeighted, bool hasDropout, bool hasGraphs)
    {
        long samples = DeviceDataset.FloatsOf(new DatasetShape(rows, isWeighted), widths[0], widths[^1]);
        long layers = 2 * ForwardPass.FloatsOf(widths, rows);
        if (hasDropout)
            return samples + layers + HiddenDropout.FloatsOf(widths, rows);
        return samples + layers + (hasGraphs ? rows : 0);
    }

    /// <summary>How many floats of a device's scratch memory the products of a step take.</summary>
    /// <param name="target">Where they are computed.</param>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    /// <param name="rows">The batch's size.</param>
    /// <param name="trainsBiases">Whether there are bias gradients.</param>
    public static long ScratchOf(ExecutionTarget target, IReadOnlyList<int> widths, int rows, bool trainsBiases)
    {
        long most = ForwardPass.ScratchOf(target, widths, rows);
        for (int i = 1; i < widths.Count; i++)
        {
            most = Math.Max(most, TileTable.ScratchFor(target, GemmLayout.TN, widths[i - 1], widths[i], rows, trainsBiases));
            if (i > 1)
                most = Math.Max(most, TileTable.ScratchFor(target, GemmLayout.NT, rows, widths[i - 1], widths[i]));
        }
        return most;
    }

    /// <summary>∂C/∂W of the last step, summed over the batch (not divided by its size); after <see cref="Run"/> with penalties and clipping, and only where the update is a launch of its own: otherwise it is used up where it is computed.</summary>
    public DeviceParameters Gradient => gradient;

    /// <summary>δ of a layer in the last step, [rows × outputs]: each row ∂ℓ/∂z of one sample, times its weight.</summary>
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

    /// <summary>What the optimizer keeps for each parameter.</summary>
    public IReadOnlyList<DeviceParameters> Moments => optimizer.Moments;

    /// <summary>Queues the gradient of one batch.</summary>
    /// <param name="rows">The batch's row numbers.</param>
    /// <param name="losses">[rows]: each sample's loss before the update, times its weight, written.</param>
    /// <param name="number">t, from 1: which update the gradient is for.</param>
    public void ComputeGradient(ArrayView<int> rows, FloatView losses, long number)
    {
        gather.Run(data.Samples, rows, Batch((int)rows.Length));
        if (dropout is not null)
            dropout.Update = number;
        QueueGradient((int)rows.Length, losses, updates: false);
    }

    /// <summary>Queues one update.</summary>
    /// <param name="rows">The batch's row numbers.</param>
    /// <param name="losses">[rows]: each sample's loss before the update, times its weight, written.</param>
    /// <param name="learningRate">ηₜ.</param>
    /// <param name="number">t, from 1.</param>
    public void Run(ArrayView<int> rows, FloatView losses, double learningRate, long number)
    {
        int count = (int)rows.Length;
        gather.Run(data.Samples, rows, Batch(count), optimizer.NumbersOf(learningRate, count, number), optimizer.Numbers);
        if (dropout is not null)
            dropout.Update = number;
        if (graphs is null)
        {
            QueueUpdate(count, losses);
            return;
        }
        graphs.Run(count);
        batchLosses!.View().Slice(0, count).CopyTo(target, losses);
    }

    // Whether the gradient is read or changed as a whole; the update of biases that are not learnt has the gradient 0. On the host a pass over consecutive memory costs no more than an update of tiles.
    private bool NeedsGradient => target.Workers is not null || penalty is not null || clipping is not null || options.Tolerance > 0 || !options.TrainBiases;

    // What follows the gather, with the same arguments for every batch of that size.
    private void QueueUpdate(int count, FloatView losses)
    {
        QueueGradient(count, losses, updates: !NeedsGradient);
        if (!NeedsGradient)
            return;
        penalty?.Add(count);
        clipping?.Run(count);
        optimizer.Update(count);
    }

    // With updates each layer's parameters are updated where its gradient is computed.
    private void QueueGradient(int count, FloatView losses, bool updates)
    {
        (MatrixView x, MatrixView y) = (inputs.AsMatrix(count, network.Inputs), targets.AsMatrix(count, network.Outputs));
        forward.Run(x, loss.TakesWeightedInputs, dropout);

        int last = network.Layers.Count - 1;
        loss.Run(forward.Outputs(last, count), y, Deltas(last, count), losses);
        rowWeights?.Run(new RowWeights(weights!.View(), losses, Deltas(last, count)), count, network.Outputs);
        for (int i = last; i >= 0; i--)
        {
            // The delta of the layer before comes first: it is made with the weights as they were.
            if (i > 0)
            {
                operations[i - 1].PropagateDelta(Deltas(i, count), parameters.Weights(i), forward.Outputs(i - 1, count), Deltas(i - 1, count));
                dropout?.MaskDeltas(i - 1, Deltas(i - 1, count));
            }
            if (updates)
                optimizer.UpdateWithGradient(i, count, LayerInputs(i, x), Deltas(i, count));
            else
                QueueWeightGradient(i, LayerInputs(i, x), Deltas(i, count));
        }
    }

    private void QueueWeightGradient(int layer, MatrixView layerInputs, MatrixView layerDeltas)
    {
        Gemm<NoEpilogue> product = cache.Get(static target => new Gemm<NoEpilogue>(target));
        if (options.TrainBiases)
            product.Run(GemmLayout.TN, 1f, layerInputs, layerDeltas, 0f, gradient.Weights(layer), default, gradient.Biases(layer));
        else
            product.Run(GemmLayout.TN, 1f, layerInputs, layerDeltas, 0f, gradient.Weights(layer), default);
    }

    public void Dispose()
    {
        gradient.Dispose();
        forward.Dispose();
        inputs.Dispose();
        targets.Dispose();
        weights?.Dispose();
        dropout?.Dispose();
        clipping?.Dispose();
        optimizer.Dispose();
        batchLosses?.Dispose();
        foreach (DeviceBuffer<float> buffer in deltas)
            buffer.Dispose();
        // Last: to free memory is to wait for the work that uses it.
        graphs?.Dispose();
    }

    // Where the samples of a batch are gathered.
    private Samples Batch(int count)
    {
        (MatrixView x, MatrixView y) = (inputs.AsMatrix(count, network.Inputs), targets.AsMatrix(count, network.Outputs));
        return weights is null ? new Samples(x, y) : new Samples(x, y, weights.View());
    }

    // What a layer was fed: the batch, or the outputs of the layer before as they were passed on.
    private MatrixView LayerInputs(int layer, MatrixView x)
    {
        if (layer == 0)
            return x;
        return dropout is null ? forward.Outputs(layer - 1, x.Rows) : dropout.Outputs(layer - 1, x.Rows);
    }
}
