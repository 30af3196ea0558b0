using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>How devices are written: the kind in lower case, and <c>kind:index</c> as <c>--device</c> takes it.</summary>
internal static class DeviceNames
{
    public static string NameOf(DeviceKind kind) => kind switch
    {
        DeviceKind.Cuda => "cuda",
        DeviceKind.OpenCL => "opencl",
        DeviceKind.Cpu => "cpu",
        _ => "simulator",
    };

    public static string Handle(this DeviceInfo info) => string.Create(CultureInfo.InvariantCulture, $"{NameOf(info.Kind)}:{info.Index}");

    /// <summary>One line that says what there is, for errors.</summary>
    public static string Inventory(IEnumerable<DeviceInfo> devices)
        => string.Join("; ", devices.Select(device => device.Usable
            ? $"{device.Handle()} ({device.Name})"
            : $"{device.Handle()} ({device.Name}, not usable: {device.Reason})"));

    public static string Memory(long bytes) => bytes <= 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB");
}
