using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Measures a network on a data set that stays on the device; what a fit does after every epoch.</summary>
internal sealed class Evaluator : IDisposable
{
    // Rows at a time; never changes a result.
    private const int BlockRows = 1024;

    private readonly Device device;
    private readonly Network network;
    private readonly DeviceDataset data;
    private readonly ForwardPass forward;
    private readonly OutputLoss loss;
    private readonly OutputLoss? logLoss;
    private readonly bool hasProbabilities;
    private readonly RowReduction reduction;
    private readonly double targetVariation;
    private readonly DeviceBuffer<float> deltas;
    private readonly DeviceBuffer<float> losses;
    private readonly DeviceBuffer<float> logLosses;
    private readonly DeviceBuffer<float> figures;
    private readonly float[] hostLosses;
    private readonly float[] hostLogLosses;
    private readonly float[] hostFigures;

    public Evaluator(Device device, Network network, DeviceParameters parameters, Dataset data, Loss loss)
    {
        this.device = device;
        this.network = network;
        int block = Math.Min(BlockRows, data.Count);
        Activation output = network.Layers[^1].Activation;
        this.loss = OutputLoss.For(output, loss, device.Operations);
        hasProbabilities = output is Activation.Softmax or Activation.Sigmoid;
        // Cross-entropies are the log loss already. A sigmoid trained on another loss gets it from z, since from a saturated a it would be infinite.
        logLoss = output == Activation.Sigmoid && loss != Loss.BinaryCrossEntropy ? OutputLoss.For(output, Loss.BinaryCrossEntropy, device.Operations) : null;
        reduction = RowReduction.For(loss, device.Operations);
        targetVariation = TargetVariation.Of(data);
        this.data = new DeviceDataset(device, data);
        forward = new ForwardPass(device, network, parameters, block);
        deltas = device.AllocateFloats((long)block * network.Outputs);
        losses = device.AllocateFloats(block);
        logLosses = device.AllocateFloats(block);
        figures = device.AllocateFloats((long)block * RowMetrics.Figures);
        hostLosses = new float[block];
        hostLogLosses = logLoss is null ? hostLosses : new float[block];
        hostFigures = new float[block * RowMetrics.Figures];
    }

    /// <summary>How many floats it works in, beside the data.</summary>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    /// <param name="samples">Rows of the data.</param>
    public static long FloatsOf(IReadOnlyList<int> widths, int samples)
    {
        int block = Math.Min(BlockRows, samples);
        return ForwardPass.FloatsOf(widths, block) + (block * ((long)widths[^1] + 2 + RowMetrics.Figures));
    }

    /// <summary>How many floats of a device's scratch memory the products take.</summary>
    /// <param name="target">Where they are computed.</param>
    /// <param name="widths">Inputs, then each layer's outputs.</param>
    /// <param name="samples">Rows of the data.</param>
    public static long ScratchOf(ExecutionTarget target, IReadOnlyList<int> widths, int samples)
    {
        int rest = samples % BlockRows;
        long ofRest = rest == 0 ? 0 : ForwardPass.ScratchOf(target, widths, rest);
        return samples < BlockRows ? ofRest : Math.Max(ofRest, ForwardPass.ScratchOf(target, widths, BlockRows));
    }

    /// <summary>Measures the parameters as they are now.</summary>
    public Evaluation Run()
    {
        var metrics = new MetricSums(network.Outputs);
        for (int first = 0; first < data.Host.Count; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, data.Host.Count - first);
            Queue(first, rows);
            device.Synchronize();
            losses.View().CopyTo(hostLosses, rows);
            if (logLoss is not null)
                logLosses.View().CopyTo(hostLogLosses, rows);
            figures.View().CopyTo(hostFigures, rows * RowMetrics.Figures);
            metrics.Add(hostLosses.AsSpan(0, rows), hostLogLosses.AsSpan(0, rows), hostFigures);
        }
        return metrics.ToEvaluation(targetVariation, hasProbabilities);
    }

    public void Dispose()
    {
        data.Dispose();
        forward.Dispose();
        deltas.Dispose();
        losses.Dispose();
        logLosses.Dispose();
        figures.Dispose();
    }

    // Queues everything for a block of rows; its losses and figures are then the first in their buffers.
    private void Queue(int first, int rows)
    {
        MatrixView y = Rows(data.Targets, first, rows);
        MatrixView outputs = forward.Outputs(network.Layers.Count - 1, rows);
        MatrixView delta = deltas.AsMatrix(rows, network.Outputs);
        bool startsFromZ = loss.TakesWeightedInputs || logLoss is not null;
        forward.Run(Rows(data.Inputs, first, rows), startsFromZ);
        logLoss?.Run(outputs, y, delta, logLosses.View().Slice(0, rows));
        if (loss.TakesWeightedInputs)
            loss.Run(outputs, y, delta, losses.View().Slice(0, rows));
        if (startsFromZ)
            forward.FinishOutputs(rows);
        if (!loss.TakesWeightedInputs)
            loss.Run(outputs, y, delta, losses.View().Slice(0, rows));
        reduction.Run(outputs, y, figures.View());
    }

    private static MatrixView Rows(MatrixView matrix, int first, int count)
        => matrix.Data.Slice((long)first * matrix.Columns, (long)count * matrix.Columns).AsMatrix(count, matrix.Columns);
}
