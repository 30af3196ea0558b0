using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace NeuralGpu.Kernels;

/// <summary>Where operations run: as kernels in the order of one accelerator stream, or as host SIMD code on a team of threads.</summary>
/// <remarks>Operations only queue: on a stream they return before the work is done; host bodies are done when they return.</remarks>
public sealed class ExecutionTarget
{
    /// <summary>The environment variable that switches graphs off with <c>off</c>. It changes how work is queued, never a result.</summary>
    public const string GraphsVariable = "NEURALGPU_CUDA_GRAPHS";

    // CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, which ILGPU has no name for.
    private const CLDeviceInfoType NativeVectorWidthFloat = (CLDeviceInfoType)0x103A;

    // The largest last. The others are kept too, since a queued kernel or a recorded graph may still use them; the accelerator frees them all.
    private readonly List<MemoryBuffer1D<float, Stride1D.Dense>> scratch = [];

    private ExecutionTarget(Accelerator accelerator, AcceleratorStream stream, Workers? workers, IGraphDriver? graphs = null)
    {
        Graphs = graphs;
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

    /// <summary>Who records launches as <see cref="LaunchGraph"/>; null where every operation is launched by itself.</summary>
    public IGraphDriver? Graphs { get; }

    /// <summary>Floats in a register when kernels run on a processor through OpenCL, where what suits a GPU is slow; 0 when they run elsewhere.</summary>
    internal int ProcessorLanes { get; }

    /// <summary>How many kernels, host bodies and graphs have been started.</summary>
    public long Launches { get; internal set; }

    /// <summary>Told of each kernel, host body and graph before it is started, and of kernels that are recorded when they are: the operation's type, and the product when it is one. How a profile looks at them one by one. Null: nobody is.</summary>
    internal Action<Type, GemmProblem?>? Watcher { get; set; }

    /// <summary>Floats of the memory that <see cref="Scratch"/> gives out; 0 before it was first needed.</summary>
    public long ScratchLength => scratch.Count == 0 ? 0 : scratch[^1].Length;

    /// <summary>Floats of all the memory that has been allocated for <see cref="Scratch"/>.</summary>
    public long ScratchKept => scratch.Sum(memory => memory.Length);

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
        // ILGPU binds the accelerator for its own kind of stream only.
        using ScopedAcceleratorBinding binding = accelerator.BindScoped();
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

    /// <summary>How many floats <see cref="Scratch"/> allocates for so many: the next power of two, so that all that is kept is at most twice the largest.</summary>
    public static long ScratchLengthFor(long count) => count == 0 ? 0 : (long)BitOperations.RoundUpToPowerOf2((ulong)count);

    /// <summary>Counts a kernel, host body or graph that is about to be started.</summary>
    /// <param name="operation">What is started.</param>
    internal void CountLaunch(Type operation)
    {
        Launches++;
        Watcher?.Invoke(operation, null);
    }

    /// <summary>Counts one that computes a product.</summary>
    /// <param name="operation">What is started.</param>
    /// <param name="problem">The product.</param>
    internal void CountLaunch(Type operation, in GemmProblem problem)
    {
        Launches++;
        Watcher?.Invoke(operation, problem);
    }

    /// <summary>Device memory for what an operation needs between its kernels: at least so many floats, with undefined contents, which the stream's order makes safe to use again.</summary>
    /// <remarks>It is kept until the accelerator is disposed, also when more is asked for later.</remarks>
    public FloatView Scratch(long count)
    {
        if (ScratchLength < count)
            scratch.Add(Accelerator.Allocate1D<float>(ScratchLengthFor(count)));
        return new FloatView(scratch[^1].View);
    }
}
