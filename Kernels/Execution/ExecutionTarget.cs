using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Where operations run: as kernels in the order of one accelerator stream, or as host SIMD code on a team of threads.</summary>
/// <remarks>Operations only queue: on a stream they return before the work is done; host bodies are done when they return.</remarks>
public sealed class ExecutionTarget
{
    private ExecutionTarget(Accelerator accelerator, AcceleratorStream stream, Workers? workers)
    {
        Accelerator = accelerator;
        Stream = stream;
        Workers = workers;
    }

    /// <summary>The accelerator that owns the memory.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The stream that kernels are launched on.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>The threads of host bodies; null when operations run as kernels.</summary>
    public Workers? Workers { get; }

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
