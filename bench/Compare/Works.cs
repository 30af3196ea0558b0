using System.Globalization;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>What compare lets every device do.</summary>
internal static class Works
{
    private static readonly NetworkShape Network = NetworkShape.Parse("784-512-256-10", "sigmoid");

    /// <summary>C = A·B with n×n matrices.</summary>
    public static Work Gemm { get; } = new("Gemm, n×n×n", "n", Unit.GigaFlops, [64, 128, 256, 512, 1024, 2048, 4096], Plain, n => 2.0 * n * n * n, PrepareGemm);

    /// <summary>σ over an array.</summary>
    public static Work Sigmoid { get; } = new("σ over an array", "floats", Unit.GigaBytes, [.. Powers(10, 24, 2)], Plain, n => 8.0 * n, PrepareSigmoid);

    /// <summary>Sums of the columns of a matrix with 256 columns.</summary>
    public static Work ColumnSums { get; } = new("Column sums of n/256 × 256", "floats", Unit.GigaBytes, [.. Powers(10, 24, 2)], Plain, n => 4.0 * n, PrepareColumnSums);

    /// <summary>From the host to the device.</summary>
    public static Work Upload { get; } = new("Upload", "bytes", Unit.GigaBytes, [.. Powers(12, 28, 4)], Bytes, n => n, PrepareUpload);

    /// <summary>From the device to the host.</summary>
    public static Work Download { get; } = new("Download", "bytes", Unit.GigaBytes, [.. Powers(12, 28, 4)], Bytes, n => n, PrepareDownload);

    /// <summary>Training steps over the size of the batch.</summary>
    public static Work TrainingStep { get; } = new($"Training step of {Network.Name}", "batch", new Unit("samples/s", 1, true), [32, 128, 512, 2048], Plain, batch => batch, (device, batch) => PrepareSteps(device, (int)batch, steps: (int)Math.Clamp(4096 / batch, 4, 32)));

    /// <summary>An epoch of 12 800 samples.</summary>
    public static Work Epoch { get; } = new($"Epoch of {Network.Name}, batch 128", "samples", Unit.Seconds, [12_800], Plain, _ => 1, (device, samples) => new WorkBody(Network.EpochTurn(device, 128, (int)samples)));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Work> All { get; } = [Gemm, Sigmoid, ColumnSums, Upload, Download, TrainingStep, Epoch];

    private static IEnumerable<long> Powers(int first, int last, int step)
    {
        for (int power = first; power <= last; power += step)
            yield return 1L << power;
    }

    private static WorkBody PrepareGemm(Device device, long n)
    {
        int size = (int)n;
        DeviceBuffer<float> a = device.AllocateUniform(n * n);
        DeviceBuffer<float> b = device.AllocateUniform(n * n);
        DeviceBuffer<float> c = device.AllocateFloats(n * n);
        var gemm = new Gemm<NoEpilogue>(device.Target);
        return new WorkBody(() => gemm.Run(GemmLayout.NN, 1f, a.AsMatrix(size, size), b.AsMatrix(size, size), 0f, c.AsMatrix(size, size), default), device.Synchronize, a, b, c);
    }

    private static WorkBody PrepareSigmoid(Device device, long count)
    {
        DeviceBuffer<float> inputs = device.AllocateUniform(count);
        DeviceBuffer<float> outputs = device.AllocateFloats(count);
        var operation = new Elementwise<Map<Sigmoid>>(device.Target);
        return new WorkBody(() => operation.Run(new Map<Sigmoid>(inputs.View(), outputs.View()), count), device.Synchronize, inputs, outputs);
    }

    private static WorkBody PrepareColumnSums(Device device, long count)
    {
        const int Columns = 256;
        int rows = (int)(count / Columns);
        DeviceBuffer<float> matrix = device.AllocateUniform(count);
        DeviceBuffer<float> sums = device.AllocateFloats(Columns);
        var operation = new Elementwise<ColumnSums>(device.Target);
        return new WorkBody(() => operation.Run(new ColumnSums(matrix.AsMatrix(rows, Columns), sums.View()), Columns, costPerElement: rows), device.Synchronize, matrix, sums);
    }

    private static WorkBody PrepareUpload(Device device, long bytes)
    {
        var host = new float[bytes / sizeof(float)];
        DeviceBuffer<float> buffer = device.AllocateFloats(host.Length);
        return new WorkBody(() => buffer.Upload(host), device.Synchronize, buffer);
    }

    private static WorkBody PrepareDownload(Device device, long bytes)
    {
        var host = new float[bytes / sizeof(float)];
        DeviceBuffer<float> buffer = device.AllocateFloats(host.Length);
        buffer.Upload(host);
        return new WorkBody(() => buffer.Download(host), device.Synchronize, buffer);
    }

    private static WorkBody PrepareSteps(Device device, int batch, int steps)
    {
        Func<double> epoch = Network.EpochTurn(device, batch, batch * steps);
        return new WorkBody(() => epoch() / steps);
    }

    private static string Plain(long size) => size.ToString(CultureInfo.InvariantCulture);

    private static string Bytes(long size) => size >= 1 << 20 ? $"{size >> 20} MiB" : $"{size >> 10} KiB";
}
