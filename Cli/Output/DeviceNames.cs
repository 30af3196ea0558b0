using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>How devices are written for people and in JSON.</summary>
internal static class DeviceNames
{
    /// <summary>The kind in lower case: cuda, opencl, cpu.</summary>
    public static string NameOf(DeviceKind kind) => DeviceName.Format(kind, 0);

    /// <summary>The name that <c>--device</c> takes for it.</summary>
    public static string Handle(this DeviceInfo info) => DeviceName.Format(info.Kind, info.Index);

    /// <summary>The device as JSON documents name it.</summary>
    public static TrainedOnDocument Describe(DeviceInfo info) => new(NameOf(info.Kind), info.Name);

    /// <summary>One line that says what there is, for errors.</summary>
    public static string Inventory(IEnumerable<DeviceInfo> devices)
        => string.Join("; ", devices.Select(device => device.Usable
            ? $"{device.Handle()} ({device.Name})"
            : $"{device.Handle()} ({device.Name}, not usable: {device.Reason})"));

    public static string Memory(long bytes) => bytes <= 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB");
}
