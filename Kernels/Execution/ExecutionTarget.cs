using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace NeuralGpu.Kernels;

/// <summary>Where operations run: as kernels in the order of one accelerator stream, or as host SIMD code on a team of threads.</summary>
/// <remarks>Operations only queue: on a stream they return before the work is done; host bodies are done when they return.</remarks>
public sealed class ExecutionTarget
{
    // CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, which ILGPU has no name for.
    private const CLDeviceInfoType NativeVectorWidthFloat = (CLDeviceInfoType)0x103A;

    // Freed with the accelerator, which owns it.
    private MemoryBuffer1D<float, Stride1D.Dense>? scratch;

    private ExecutionTarget(Accelerator accelerator, AcceleratorStream stream, Workers? workers)
    {
        Accelerator = accelerator;
        Stream = stream;
        Workers = workers;
        if (accelerator is CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU } processor)
            ProcessorLanes = Math.Max(1, CLAPI.CurrentAPI.GetDeviceInfo<int>(processor.DeviceId, NativeVectorWidthFloat));
    }

    /// <summary>The accelerator that owns the memory.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The stream that kernels are launched on.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>The threads of host bodies; null when operations run as kernels.</summary>
    public Workers? Workers { get; }

    /// <summary>Floats in a register when kernels run on a processor through OpenCL, where what suits a GPU is slow; 0 when they run elsewhere.</summary>
    internal int ProcessorLanes { get; }

    /// <summary>Device memory for what an operation needs between its kernels: at least so many floats, with undefined contents. It grows to the largest request and is then reused, which the stream's order makes safe.</summary>
    internal FloatView Scratch(long count)
    {
        if (scratch is null || scratch.Length < count)
        {
            // Kernels that use the old memory may still be running.
            Stream.Synchronize();
            scratch?.Dispose();
            scratch = Accelerator.Allocate1D<float>(count);
        }
        return new FloatView(scratch.View);
    }

    /// <summary>How many kernels or host bodies have been started.</summary>
    public long Launches { get; internal set; }

    /// <summary>Operations as kernels.</summary>
    public static ExecutionTarget ForKernels(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new ExecutionTarget(accelerator, accelerator.DefaultStream, null);
    }

    /// <summary>Operations as host code on a CPU accelerator's memory.</summary>
    /// <exception cref="ArgumentException">The accelerator's memory is not host memory.</exception>
    public static ExecutionTarget ForHost(Accelerator accelerator, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(workers);
        if (accelerator.AcceleratorType != AcceleratorType.CPU)
            throw new ArgumentException($"Host code can only work on host memory, but {accelerator.Name} is a {accelerator.AcceleratorType} accelerator.", nameof(accelerator));
        return new ExecutionTarget(accelerator, accelerator.DefaultStream, workers);
    }
}
