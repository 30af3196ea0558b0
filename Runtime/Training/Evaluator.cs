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
    private readonly DeviceBuffer<float> deltas;
    private readonly DeviceBuffer<float> losses;
    private readonly float[] hostLosses;
    private readonly float[] hostOutputs;

    public Evaluator(Device device, Network network, DeviceParameters parameters, Dataset data, Loss loss)
    {
        this.device = device;
        this.network = network;
        int block = Math.Min(BlockRows, data.Count);
        this.loss = OutputLoss.For(network.Layers[^1].Activation, loss, device.Operations);
        this.data = new DeviceDataset(device, data);
        forward = new ForwardPass(device, network, parameters, block);
        deltas = device.AllocateFloats((long)block * network.Outputs);
        losses = device.AllocateFloats(block);
        hostLosses = new float[block];
        hostOutputs = new float[block * network.Outputs];
    }

    /// <summary>Measures the parameters as they are now.</summary>
    public Evaluation Run()
    {
        var metrics = new MetricSums(data.Host.Targets, network.Outputs);
        for (int first = 0; first < data.Host.Count; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, data.Host.Count - first);
            MatrixView x = Rows(data.Inputs, first, rows);
            MatrixView y = Rows(data.Targets, first, rows);
            forward.Run(x, loss.TakesWeightedInputs);
            MatrixView outputs = forward.Outputs(network.Layers.Count - 1, rows);
            loss.Run(outputs, y, deltas.AsMatrix(rows, network.Outputs), losses.View().Slice(0, rows));
            if (loss.TakesWeightedInputs)
                forward.FinishOutputs(rows);
            device.Synchronize();
            losses.View().CopyTo(hostLosses, rows);
            outputs.Data.CopyTo(hostOutputs, rows * network.Outputs);
            metrics.Add(hostLosses.AsSpan(0, rows), hostOutputs.AsSpan(0, rows * network.Outputs), first);
        }
        return metrics.ToEvaluation();
    }

    public void Dispose()
    {
        data.Dispose();
        forward.Dispose();
        deltas.Dispose();
        losses.Dispose();
    }

    private static MatrixView Rows(MatrixView matrix, int first, int count)
        => matrix.Data.Slice((long)first * matrix.Columns, (long)count * matrix.Columns).AsMatrix(count, matrix.Columns);
}
