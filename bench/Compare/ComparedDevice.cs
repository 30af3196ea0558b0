using System.Diagnostics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>A device that takes part, opened.</summary>
internal sealed class ComparedDevice : IDisposable
{
    private ComparedDevice(Device device, double openSeconds, double firstLaunchSeconds)
    {
        Device = device;
        OpenSeconds = openSeconds;
        FirstLaunchSeconds = firstLaunchSeconds;
    }

    public Device Device { get; }

    /// <summary>Its name on the command line.</summary>
    public string Name => DeviceName.Format(Device.Info.Kind, Device.Info.Index);

    /// <summary>Seconds to open it in this process.</summary>
    public double OpenSeconds { get; }

    /// <summary>Seconds to load a kernel that was not loaded before and to run it once, compilers and all.</summary>
    public double FirstLaunchSeconds { get; }

    /// <summary>Opens a device and launches one kernel.</summary>
    public static ComparedDevice Open(DeviceInfo info, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        Device device = Device.Open(info.Kind, info.Index, threads);
        double openSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using DeviceBuffer<float> numbers = device.AllocateFloats(16);
        numbers.Clear();
        device.Synchronize();
        start = Stopwatch.GetTimestamp();
        // No operation of the library, so that neither the self-test nor a cache has it already.
        new Elementwise<Map<Exp>>(device.Target).Run(new Map<Exp>(numbers.View(), numbers.View()), 16);
        device.Synchronize();
        return new ComparedDevice(device, openSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose() => Device.Dispose();
}
