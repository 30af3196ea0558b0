using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Kernels;

/// <summary>Where operations run: as kernels in the order of one accelerator stream, or as host SIMD code on a team of threads.</summary>
/// <remarks>Operations only queue: on a stream they return before the work is done; host bodies are done when they return.</remarks>
public sealed class ExecutionTarget
{
    /// <summary>The environment variable that switches graphs off with <c>off</c>. It changes how work is queued, never a result.</summary>
    public const string GraphsVariable = "NEURALGPU_CUDA_GRAPHS";

    private ExecutionTarget(Accelerator accelerator, AcceleratorStream stream, Workers? workers, IGraphDriver? graphs = null)
    {
        Graphs = graphs;
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

    /// <summary>Who records launches as <see cref="LaunchGraph"/>; null where every operation is launched by itself.</summary>
    public IGraphDriver? Graphs { get; }

    /// <summary>How many kernels, host bodies and graphs have been started.</summary>
    public long Launches { get; internal set; }

    /// <summary>Operations as kernels.</summary>
    public static ExecutionTarget ForKernels(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new ExecutionTarget(accelerator, accelerator.DefaultStream, null);
    }

    /// <summary>Operations as kernels that can be recorded as graphs, in a stream of their own: the driver does not record its default stream.</summary>
    /// <remarks>The stream waits for the default stream and is waited for by it, so that copies there keep their place among the launches.</remarks>
    public static ExecutionTarget ForKernels(CudaAccelerator accelerator, IGraphDriver graphs)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(graphs);
        return new ExecutionTarget(accelerator, accelerator.CreateStream(StreamFlags.CU_STREAM_DEFAULT), null, graphs);
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
