using BenchmarkDotNet.Attributes;

namespace NeuralGpu.Bench;

/// <summary>Copies between an array of the host and the device's memory.</summary>
public class TransferBenchmark : DeviceBenchmark
{
    private Action upload = null!;
    private Action download = null!;

    /// <summary>Bytes a copy.</summary>
    [Params(1 << 16, 1 << 26)]
    public int Size { get; set; }

    /// <inheritdoc/>
    public override WorkAmount Amount => new(0, Size, IsTransfer: true);

    [Benchmark]
    public void Upload() => upload();

    [Benchmark]
    public void Download() => download();

    /// <inheritdoc/>
    protected override void Prepare(Device device)
    {
        var host = new float[Size / sizeof(float)];
        DeviceBuffer<float> buffer = device.AllocateUniform(host.Length);
        upload = () =>
        {
            buffer.Upload(host);
            device.Synchronize();
        };
        download = () => buffer.Download(host);
    }
}
