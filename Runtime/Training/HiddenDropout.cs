using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Dropout after each hidden layer, the mask a function of seed, layer, update and place.</summary>
internal sealed class HiddenDropout : IDisposable
{
    // Roughly what a block of Philox costs, in elements' worth of work.
    private const int CostPerBlock = 32;

    private readonly Network network;
    private readonly Rowwise<Dropout> operation;
    private readonly ulong seed;
    private readonly uint threshold;
    private readonly float scale;
    private readonly DeviceBuffer<float>[] dropped;

    public HiddenDropout(Device device, Network network, float probability, ulong seed, int batchSize)
    {
        this.network = network;
        this.seed = seed;
        operation = device.Operations.Get(static target => new Rowwise<Dropout>(target));
        threshold = (uint)((double)probability * 4294967296.0);
        scale = (float)(1 / (1 - (double)probability));
        dropped = [.. network.Layers.SkipLast(1).Select(layer => device.AllocateFloats((long)batchSize * layer.Outputs))];
    }

    /// <summary>How many floats the masked outputs of a batch take.</summary>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    /// <param name="rows">The batch's size.</param>
    public static long FloatsOf(IReadOnlyList<int> widths, int rows) => ForwardPass.FloatsOf([.. widths.SkipLast(1)], rows);

    /// <summary>The update that masks are drawn for.</summary>
    public long Update { get; set; } = 1;

    /// <summary>A hidden layer's outputs with the mask on, [rows × outputs].</summary>
    public MatrixView Outputs(int layer, int rows) => dropped[layer].AsMatrix(rows, network.Layers[layer].Outputs);

    /// <summary>Queues outputs ⊙ mask.</summary>
    public void Mask(int layer, MatrixView outputs) => Run(layer, outputs, Outputs(layer, outputs.Rows));

    /// <summary>Queues δ ← δ ⊙ mask, the same mask.</summary>
    public void MaskDeltas(int layer, MatrixView deltas) => Run(layer, deltas, deltas);

    public void Dispose()
    {
        foreach (DeviceBuffer<float> buffer in dropped)
            buffer.Dispose();
    }

    private void Run(int layer, MatrixView from, MatrixView to)
    {
        long length = (long)from.Rows * from.Columns;
        int blocks = checked((int)((length + Dropout.BlockLength - 1) / Dropout.BlockLength));
        operation.Run(
            new Dropout(from.Data.Slice(0, length), to.Data.Slice(0, length), seed, RandomPurpose.Dropout + (uint)layer, (uint)Update, threshold, scale),
            blocks,
            CostPerBlock);
    }
}
