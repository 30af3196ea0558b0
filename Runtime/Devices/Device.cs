namespace NeuralGpu;

/// <summary>An opened device: it holds memory and computes. Not thread-safe.</summary>
public sealed class Device : IDisposable
{
    private Device(DeviceInfo info) => Info = info;

    /// <summary>What was opened.</summary>
    public DeviceInfo Info { get; }

    /// <summary>Threads that compute on the host; 0 on a GPU.</summary>
    public int Threads { get; private set; }

    /// <summary>Every device found, usable or not, in the order CUDA, OpenCL, CPU.</summary>
    public static IReadOnlyList<DeviceInfo> List() => throw new NotSupportedException();

    /// <summary>Opens CUDA, else an OpenCL GPU, else the CPU.</summary>
    public static Device OpenBest(int? threads = null) => throw new NotSupportedException($"{threads}");

    /// <summary>Opens one device.</summary>
    public static Device Open(DeviceKind kind, int index = 0, int? threads = null) => new(new DeviceInfo(kind, index, "", 0, "", true, null, false)) { Threads = threads ?? 0 };

    /// <summary>Opens what a name says: <c>auto</c>, <c>cuda</c>, <c>opencl</c> or <c>cpu</c>, with <c>:i</c> for the i-th of its kind.</summary>
    public static Device Open(string name, int? threads = null) => throw new NotSupportedException($"{name}{threads}");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
