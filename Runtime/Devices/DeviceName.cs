using System.Globalization;

namespace NeuralGpu;

/// <summary>The names by which devices are asked for: <c>cuda</c>, <c>opencl:1</c>, <c>cpu</c>.</summary>
public static class DeviceName
{
    /// <summary>The kind's name, with the index when it is not 0.</summary>
    public static string Format(DeviceKind kind, int index)
    {
        string name = kind switch
        {
            DeviceKind.Cuda => "cuda",
            DeviceKind.OpenCL => "opencl",
            DeviceKind.Cpu => "cpu",
            _ => "simulator",
        };
        return index == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{index}");
    }

    /// <summary>The kind and index that a name stands for.</summary>
    /// <exception cref="ArgumentException">The text names no device.</exception>
    public static (DeviceKind Kind, int Index) Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Trim().ToLowerInvariant().Split(':');
        DeviceKind? kind = parts[0] switch
        {
            "cuda" => DeviceKind.Cuda,
            "opencl" => DeviceKind.OpenCL,
            "cpu" => DeviceKind.Cpu,
            "simulator" => DeviceKind.Simulator,
            _ => null,
        };
        int index = 0;
        if (kind is null || parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new ArgumentException($"'{name}' names no device; use auto, cuda, opencl or cpu, with :0, :1, … for the first, the second, … of its kind.", nameof(name));
        return (kind.Value, index);
    }
}
