using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A device that ILGPU sees, before it is opened.</summary>
internal sealed record DeviceCandidate(DeviceKind Kind, int Index, string Name, long MemoryBytes, string Driver, bool IsGpu, string? Refusal)
{
    /// <summary>Whether it may be chosen by itself: a GPU, or the host's own SIMD code, but not OpenCL on a CPU.</summary>
    public bool MayBeDefault => IsGpu || Kind == DeviceKind.Cpu;

    /// <summary>Every candidate of the kinds that can be chosen, in the order CUDA, OpenCL, CPU.</summary>
    public static IReadOnlyList<DeviceCandidate> FindAll()
        => [.. FindCuda(), .. FindOpenCL(), Cpu()];

    /// <summary>The candidates of one kind.</summary>
    public static IReadOnlyList<DeviceCandidate> Find(DeviceKind kind) => kind switch
    {
        DeviceKind.Cuda => FindCuda(),
        DeviceKind.OpenCL => FindOpenCL(),
        DeviceKind.Cpu => [Cpu()],
        DeviceKind.Simulator => [Cpu() with { Kind = DeviceKind.Simulator, Name = "ILGPU CPU accelerator", Driver = "ILGPU 1.5.3" }],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of device."),
    };

    /// <summary>A context with the candidate's kind of device only.</summary>
    public static Context CreateContext(DeviceKind kind)
    {
        NativeLibraries.Register();
        return Context.Create(builder =>
        {
            builder.ExactArithmetic();
            switch (kind)
            {
                case DeviceKind.Cuda:
                    builder.Cuda();
                    break;
                case DeviceKind.OpenCL:
                    builder.OpenCL(_ => true);
                    break;
                case DeviceKind.Simulator:
                    // One multiprocessor of 256 threads: the largest group that a kernel here asks for.
                    builder.CPU(new CPUDevice(32, 8, 1));
                    break;
                default:
                    // Only its memory is used.
                    builder.CPU(new CPUDevice(2, 1, 1));
                    break;
            }
        });
    }

    /// <summary>The context's devices of a kind, in the order of their index.</summary>
    public static IReadOnlyList<ILGPU.Runtime.Device> DevicesOf(Context context, DeviceKind kind)
    {
        AcceleratorType type = kind switch
        {
            DeviceKind.Cuda => AcceleratorType.Cuda,
            DeviceKind.OpenCL => AcceleratorType.OpenCL,
            _ => AcceleratorType.CPU,
        };
        return [.. context.Devices.Where(device => device.AcceleratorType == type)];
    }

    private static List<DeviceCandidate> FindCuda()
    {
        NativeLibraries.Register();
        if (!CudaAPI.CurrentAPI.IsSupported)
            return [];
        using Context context = CreateContext(DeviceKind.Cuda);
        return [.. DevicesOf(context, DeviceKind.Cuda).Cast<CudaDevice>().Select((device, index) => new DeviceCandidate(
            DeviceKind.Cuda,
            index,
            device.Name,
            device.MemorySize,
            $"CUDA {device.DriverVersion}",
            true,
            device.Architecture is null ? "its architecture is unknown to ILGPU 1.5.3" : null))];
    }

    private static List<DeviceCandidate> FindOpenCL()
    {
        using Context context = CreateContext(DeviceKind.OpenCL);
        return [.. DevicesOf(context, DeviceKind.OpenCL).Cast<CLDevice>().Select((device, index) => new DeviceCandidate(
            DeviceKind.OpenCL,
            index,
            device.Name,
            device.MemorySize,
            $"{device.PlatformName} {device.DeviceVersion}",
            (device.DeviceType & CLDeviceType.CL_DEVICE_TYPE_GPU) != 0,
            OpenCLRefusal(device)))];
    }

    private static string? OpenCLRefusal(CLDevice device)
    {
        if (device.CLStdVersion < new ILGPU.Backends.OpenCL.CLCVersion(2, 0))
            return $"it offers OpenCL {device.CLStdVersion}; 2.0 or later is needed";
        return device.Capabilities.GenericAddressSpace ? null : "it has no generic address space, which ILGPU's kernels need";
    }

    private static DeviceCandidate Cpu()
    {
        string name = CpuName.Read();
        return new DeviceCandidate(DeviceKind.Cpu, 0, name, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, HostSimd.Description, false, null);
    }
}
