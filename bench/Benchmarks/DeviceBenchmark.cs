using BenchmarkDotNet.Attributes;

namespace NeuralGpu.Bench;

/// <summary>A benchmark that runs on every device of this machine. A call waits for the device, so its time has a launch in it.</summary>
public abstract class DeviceBenchmark : ICountedWork, IDisposable
{
    private Device? device;

    /// <summary>The device.</summary>
    [ParamsSource(nameof(Devices))]
    public string Target { get; set; } = "cpu";

    /// <summary>Every device that can be used.</summary>
    public static IEnumerable<string> Devices => Device.List().Where(info => info.Usable).Select(info => DeviceName.Format(info.Kind, info.Index)).Reverse();

    /// <inheritdoc/>
    public abstract WorkAmount Amount { get; }

    [GlobalSetup]
    public void Setup()
    {
        device = Device.Open(Target);
        Prepare(device);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        device?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Allocates and fills what a call needs; the device's memory goes with the device.</summary>
    protected abstract void Prepare(Device device);
}
