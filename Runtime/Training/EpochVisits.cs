using ILGPU;
using ILGPU.Runtime;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The order in which an epoch visits the samples, and the loss of each visit.</summary>
internal sealed class EpochVisits : IDisposable
{
    private readonly Device device;
    private readonly TrainingOptions options;
    private readonly int samples;

    // Two in turn: while the steps of an epoch read one, the next epoch's order is copied to the other.
    private readonly DeviceBuffer<int>[] ordersOnDevice;
    private readonly HostBuffer<int>[] orders;
    private readonly DeviceBuffer<float> lossesOnDevice;
    private readonly float[] losses;
    private int current;

    // The epoch whose order is in the other buffers, or on its way there.
    private int? prepared;

    public EpochVisits(Device device, TrainingOptions options, int samples)
    {
        this.device = device;
        this.options = options;
        this.samples = samples;
        BatchSize = Math.Min(options.BatchSize, samples);
        Count = SampleOrder.Visits(samples, BatchSize, options.Sampling);
        Batches = (Count + BatchSize - 1) / BatchSize;
        ordersOnDevice = [device.AllocateInts(Count), device.AllocateInts(Count)];
        orders = [device.AllocateHostInts(Count), device.AllocateHostInts(Count)];
        lossesOnDevice = device.AllocateFloats(Count);
        losses = new float[Count];
    }

    /// <summary>How many bytes the visits take on the device: two orders and the losses.</summary>
    public static long BytesOf(int visits) => visits * ((2L * sizeof(int)) + sizeof(float));

    /// <summary>How many bytes the visits take in page-locked host memory: two orders.</summary>
    public static long HostBytesOf(int visits) => visits * 2L * sizeof(int);

    /// <summary>Samples a batch; the last may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Visits an epoch.</summary>
    public int Count { get; }

    /// <summary>Batches an epoch.</summary>
    public int Batches { get; }

    /// <summary>Visits in the first batches.</summary>
    public int VisitsIn(int batches) => (int)Math.Min(Count, (long)batches * BatchSize);

    /// <summary>Begins to copy the order of an epoch to the device, beside the steps of the current one; those of the one before must be done.</summary>
    public void Prepare(int epoch)
    {
        int other = 1 - current;
        SampleOrder.Fill(orders[other].Elements, samples, options.Sampling, options.Seed, epoch);
        orders[other].CopyTo(ordersOnDevice[other], device.Copies);
        prepared = epoch;
    }

    /// <summary>Sets the order of an epoch: the prepared one, or one that is copied now.</summary>
    public void Begin(int epoch)
    {
        FinishCopies();
        if (prepared != epoch)
            Prepare(epoch);
        FinishCopies();
        current = 1 - current;
        prepared = null;
    }

    /// <summary>Puts back the losses of visits that an earlier fit has made.</summary>
    public void PutBack(float[] earlier) => lossesOnDevice.Upload(earlier);

    /// <summary>A batch's row numbers.</summary>
    public ArrayView<int> Rows(int batch) => ordersOnDevice[current].Elements.SubView(batch * BatchSize, VisitsIn(batch + 1) - (batch * BatchSize));

    /// <summary>Where a batch's losses go.</summary>
    public FloatView Losses(int batch) => lossesOnDevice.View().Slice(batch * BatchSize, VisitsIn(batch + 1) - (batch * BatchSize));

    /// <summary>Waits, reads the losses of the first batches back and returns the first batch with one that is not finite.</summary>
    public int? FirstBadBatch(int batches)
    {
        int count = VisitsIn(batches);
        device.Synchronize();
        lossesOnDevice.View().CopyTo(losses, count);
        for (int i = 0; i < count; i++)
        {
            if (!float.IsFinite(losses[i]))
                return i / BatchSize;
        }
        return null;
    }

    /// <summary>The losses of the first batches, as they were last read back.</summary>
    public float[] ReadLosses(int batches) => losses[..VisitsIn(batches)];

    /// <summary>Their mean: the contract's sum over many rows, in binary64, in the order of the visits.</summary>
    public double MeanLoss(int batches)
    {
        int count = VisitsIn(batches);
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += losses[i];
        return sum / count;
    }

    public void Dispose()
    {
        FinishCopies();
        foreach (HostBuffer<int> order in orders)
            order.Dispose();
        foreach (DeviceBuffer<int> order in ordersOnDevice)
            order.Dispose();
        lossesOnDevice.Dispose();
    }

    private void FinishCopies()
    {
        if (prepared is not null)
            device.Copies.Synchronize();
    }
}
