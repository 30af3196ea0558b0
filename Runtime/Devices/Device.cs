using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>An opened device: it holds memory and computes.</summary>
/// <remarks>One thread at a time may use a device. Work is queued and runs in order; results are waited for where they are read.</remarks>
public sealed class Device : IDisposable
{
    /// <summary>The environment variable that <see cref="OpenBest"/> and the name <c>auto</c> obey: <c>cuda</c>, <c>opencl:1</c>, <c>cpu</c> and the like.</summary>
    public const string EnvironmentVariable = "NEURALGPU_DEVICE";

    // A line of the cache, and the widest register.
    private const int LineBytes = 64;

    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly Workers? workers;
    private readonly SortedDictionary<long, IDisposable> buffers = [];
    private long bufferBytes;
    private bool disposed;

    private Device(DeviceInfo info, Context context, Accelerator accelerator, Workers? workers)
    {
        Info = info;
        MemoryLimit = info.MemoryBytes;
        this.context = context;
        this.accelerator = accelerator;
        this.workers = workers;
        Target = CreateTarget(accelerator, workers);
        Copies = accelerator is CudaAccelerator ? accelerator.CreateStream() : accelerator.DefaultStream;
        Operations = new OperationCache(Target);
        HostLoop = new HostLoop(workers?.Count);
        HasDoubles = accelerator is not CLAccelerator openCL || openCL.Capabilities.Float64;
    }

    /// <summary>What was opened.</summary>
    public DeviceInfo Info { get; }

    /// <summary>Threads that compute on the host; 0 when the device computes by itself.</summary>
    public int Threads => workers?.Count ?? 0;

    /// <summary>Devices that <see cref="OpenBest"/> would have preferred but could not use, each with the reason; empty when it got its first choice, or when the device was asked for by name.</summary>
    public IReadOnlyList<string> PassedOver { get; private set; } = [];

    /// <summary>How many times memory has been allocated on the device.</summary>
    internal long Allocations { get; private set; }

    /// <summary>How many buffers are allocated at the moment.</summary>
    internal int LiveBuffers => buffers.Count;

    /// <summary>Bytes of the device's memory that are allocated at the moment; what kernels, graphs and the driver take is not among them, nor is host memory.</summary>
    internal long TakenBytes => bufferBytes + (Target.ScratchKept * sizeof(float));

    /// <summary>The most that <see cref="TakenBytes"/> has been since <see cref="ForgetPeak"/>, or since the device was opened.</summary>
    internal long PeakBytes { get; private set; }

    /// <summary>Bytes that may be taken in all. Settable so that tests can have a small device.</summary>
    internal long MemoryLimit { get; set; }

    /// <summary>Bytes that can still be taken: the memory less what is taken and, where the driver tells, less what other processes take.</summary>
    internal long FreeBytes
    {
        get
        {
            long own = MemoryLimit - TakenBytes;
            return accelerator is CudaAccelerator cuda ? Math.Min(own, cuda.GetFreeMemory()) : own;
        }
    }

    /// <summary>How many times the host has waited for the device.</summary>
    internal long Synchronizations { get; private set; }

    /// <summary>Whether the device computes in binary64; OpenCL devices need not. Settable so that tests can do without.</summary>
    internal bool HasDoubles { get; set; }

    /// <summary>Where operations run.</summary>
    internal ExecutionTarget Target { get; }

    /// <summary>Where copies from a <see cref="HostBuffer{T}"/> are queued, so that they pass while kernels run; who uses what was copied waits for it first.</summary>
    internal AcceleratorStream Copies { get; }

    /// <summary>Operations loaded so far.</summary>
    internal OperationCache Operations { get; }

    /// <summary>What the host computes beside the device.</summary>
    internal HostLoop HostLoop { get; }

    /// <summary>Every device found, usable or not, in the order CUDA, OpenCL, CPU.</summary>
    /// <remarks>A device is usable when it can be opened and passes the self-test of the exactness contract. The test takes about a second on a device that is new to this user and is then remembered.</remarks>
    public static IReadOnlyList<DeviceInfo> List()
    {
        var found = new List<DeviceInfo>();
        int? best = null;
        foreach (DeviceCandidate candidate in DeviceCandidate.FindAll())
        {
            string? refusal = candidate.Refusal ?? RefusalOnOpening(candidate);
            // The CPU comes last in the list, so anything before it that may be the default is better.
            if (refusal is null && candidate.MayBeDefault)
                best ??= found.Count;
            found.Add(ToInfo(candidate, refusal));
        }
        return [.. found.Select((info, i) => info with { IsDefault = i == best })];
    }

    /// <summary>Opens the device that the environment variable NEURALGPU_DEVICE names; without one CUDA, else an OpenCL GPU, else the CPU.</summary>
    /// <remarks>A GPU that is there and cannot be used is passed over; <see cref="PassedOver"/> says which and why.</remarks>
    /// <param name="threads">Threads of the CPU device; null: one a core.</param>
    /// <exception cref="DeviceUnavailableException">The variable names a device that is not there or cannot be used.</exception>
    /// <exception cref="ArgumentException">The variable's text names no device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is out of range.</exception>
    public static Device OpenBest(int? threads = null)
    {
        string? asked = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (!string.IsNullOrWhiteSpace(asked) && !asked.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return Open(asked, threads);
        if (threads is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "The number of threads must be from 1 to 1024.");
        var refusals = new List<string>();
        foreach (DeviceCandidate candidate in DeviceCandidate.FindAll().Where(candidate => candidate.MayBeDefault))
        {
            if (candidate.Refusal is { } refusal)
            {
                refusals.Add($"{DeviceName.Format(candidate.Kind, candidate.Index)} ({candidate.Name}) cannot be used: {refusal}");
                continue;
            }
            try
            {
                Device device = OpenCandidate(candidate, threads);
                device.PassedOver = refusals;
                return device;
            }
            catch (DeviceUnavailableException exception)
            {
                refusals.Add(exception.Message);
            }
        }
        throw new DeviceUnavailableException($"No device can be used: {string.Join("; ", refusals)}.");
    }

    /// <summary>Opens one device.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="index">Its number among the devices of its kind, from 0.</param>
    /// <param name="threads">Threads of the CPU device, from 1 to 1024; null: one a core. Never changes a result.</param>
    /// <exception cref="DeviceUnavailableException">It is not there, cannot be opened, or fails the self-test; the message lists what is there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is out of range.</exception>
    public static Device Open(DeviceKind kind, int index = 0, int? threads = null)
    {
        if (threads is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "The number of threads must be from 1 to 1024.");
        IReadOnlyList<DeviceCandidate> candidates = DeviceCandidate.Find(kind);
        if (index < 0 || index >= candidates.Count)
            throw new DeviceUnavailableException($"There is no device {DeviceName.Format(kind, index)}{MissingBecause(kind, candidates.Count)}. Available: {Available()}.");
        if (candidates[index].Refusal is { } refusal)
            throw new DeviceUnavailableException($"{DeviceName.Format(kind, index)} ({candidates[index].Name}) cannot be used: {refusal}. Available: {Available()}.");
        return OpenCandidate(candidates[index], threads);
    }

    /// <summary>Opens what a name says: <c>auto</c>, <c>cuda</c>, <c>opencl</c> or <c>cpu</c>, with <c>:i</c> for the i-th of its kind.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="threads">Threads of the CPU device; null: one a core.</param>
    /// <exception cref="ArgumentException">The text names no device.</exception>
    /// <exception cref="DeviceUnavailableException">The device is not there or cannot be used.</exception>
    public static Device Open(string name, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return OpenBest(threads);
        (DeviceKind kind, int index) = DeviceName.Parse(name);
        return Open(kind, index, threads);
    }

    /// <summary>Frees the device and all memory on it.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        accelerator.Dispose();
        context.Dispose();
        workers?.Dispose();
    }

    /// <summary>Opens a device in a context made elsewhere, without the self-test: how tests put broken arithmetic on a device.</summary>
    internal static Device OpenUnchecked(DeviceInfo info, Context context, int? threads = null)
    {
        Accelerator accelerator = DeviceCandidate.DevicesOf(context, info.Kind)[info.Index].CreateAccelerator(context);
        Workers? workers = info.Kind == DeviceKind.Cpu ? new Workers(threads ?? Environment.ProcessorCount) : null;
        return new Device(info, context, accelerator, workers);
    }

    /// <summary>Allocates floats, not cleared.</summary>
    /// <exception cref="DeviceMemoryException">The device has not that much memory left.</exception>
    internal DeviceBuffer<float> AllocateFloats(long count) => Allocate<float>(count);

    /// <summary>Allocates binary64 numbers, not cleared.</summary>
    /// <exception cref="DeviceMemoryException">The device has not that much memory left.</exception>
    internal DeviceBuffer<double> AllocateDoubles(long count) => Allocate<double>(count);

    /// <summary>Allocates integers, not cleared.</summary>
    /// <exception cref="DeviceMemoryException">The device has not that much memory left.</exception>
    internal DeviceBuffer<int> AllocateInts(long count) => Allocate<int>(count);

    /// <summary>Allocates host memory for integers that the device copies, not cleared.</summary>
    /// <exception cref="DeviceMemoryException">There is not that much memory left that can be page-locked.</exception>
    internal HostBuffer<int> AllocateHostInts(int count)
        => Track(count, sizeof(int), released => new HostBuffer<int>(accelerator, Math.Max(count, 1), released));

    /// <summary>Takes memory for what operations need between their kernels, so that they need not when they run; the device keeps it.</summary>
    /// <exception cref="DeviceMemoryException">The device has not that much memory left.</exception>
    internal void ReserveScratch(long floats)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (floats == 0)
            return;
        try
        {
            Target.Scratch(floats);
        }
        catch (Exception exception) when (exception is AcceleratorException or OutOfMemoryException)
        {
            throw OutOfMemory(floats * sizeof(float), exception);
        }
        PeakBytes = Math.Max(PeakBytes, TakenBytes);
    }

    /// <summary>Begins <see cref="PeakBytes"/> anew.</summary>
    internal void ForgetPeak() => PeakBytes = TakenBytes;

    /// <summary>Does work that allocates; when it fails half-way, everything that it allocated is freed.</summary>
    internal T FreeingOnFailure<T>(Func<T> work)
    {
        long before = Allocations;
        try
        {
            return work();
        }
        catch
        {
            foreach ((long number, IDisposable buffer) in buffers.ToArray())
            {
                if (number > before)
                    buffer.Dispose();
            }
            throw;
        }
    }

    /// <summary>Waits until all queued work is done.</summary>
    internal void Synchronize()
    {
        Synchronizations++;
        accelerator.Synchronize();
    }

    private static ExecutionTarget CreateTarget(Accelerator accelerator, Workers? workers)
    {
        if (workers is not null)
            return ExecutionTarget.ForHost(accelerator, workers);
        if (accelerator is CudaAccelerator cuda && CudaGraphs.FromEnvironment() is { } graphs)
            return ExecutionTarget.ForKernels(cuda, graphs);
        return ExecutionTarget.ForKernels(accelerator);
    }

    private DeviceBuffer<T> Allocate<T>(long count)
        where T : unmanaged
    {
        int elementBytes = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        // An empty buffer would have no address; one element costs nothing.
        long elements = Math.Max(count, 1);
        DeviceBuffer<T> buffer = Track(count, elementBytes, removed => AllocateElements<T>(elements, () =>
        {
            bufferBytes -= elements * elementBytes;
            removed();
        }));
        bufferBytes += elements * elementBytes;
        PeakBytes = Math.Max(PeakBytes, TakenBytes);
        return buffer;
    }

    private unsafe DeviceBuffer<T> AllocateElements<T>(long elements, Action released)
        where T : unmanaged
    {
        if (accelerator.AcceleratorType != AcceleratorType.CPU)
        {
            MemoryBuffer1D<T, Stride1D.Dense> memory = accelerator.Allocate1D<T>(elements);
            return new DeviceBuffer<T>(memory, memory.View, released);
        }

        // ILGPU's host memory begins anywhere: a register would often lie across two lines of the cache.
        int more = (LineBytes / sizeof(T)) - 1;
        MemoryBuffer1D<T, Stride1D.Dense> host = accelerator.Allocate1D<T>(elements + more);
        HugePages.Ask((void*)host.NativePtr, (nuint)host.LengthInBytes);
        long beyond = (long)host.NativePtr % LineBytes;
        return new DeviceBuffer<T>(host, host.View.SubView(beyond == 0 ? 0 : (LineBytes - beyond) / sizeof(T), elements), released);
    }

    private TBuffer Track<TBuffer>(long count, int elementBytes, Func<Action, TBuffer> allocate)
        where TBuffer : IDisposable
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Allocations++;
        try
        {
            long number = Allocations;
            TBuffer buffer = allocate(() => buffers.Remove(number));
            buffers.Add(number, buffer);
            return buffer;
        }
        catch (Exception exception) when (exception is AcceleratorException or OutOfMemoryException)
        {
            throw OutOfMemory(count * elementBytes, exception);
        }
    }

    private DeviceMemoryException OutOfMemory(long bytes, Exception exception)
        => new($"{Info.Name} could not give {bytes / 1048576.0:F1} MB of memory (it has {Info.MemoryBytes / 1048576.0:F0} MB in all). Use a smaller batch, a smaller network or fewer samples.", exception);

    private static Device OpenCandidate(DeviceCandidate candidate, int? threads)
    {
        Context context = DeviceCandidate.CreateContext(candidate.Kind);
        try
        {
            Device device = OpenUnchecked(ToInfo(candidate, null), context, threads);
            try
            {
                SelfTest.Require(device);
                return device;
            }
            catch
            {
                device.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is not DeviceUnavailableException)
        {
            // Whatever a driver or ILGPU's compiler throws about one device must not take the others down with it.
            context.Dispose();
            throw new DeviceUnavailableException($"{DeviceName.Format(candidate.Kind, candidate.Index)} ({candidate.Name}) could not be opened: {exception.Message}", exception);
        }
    }

    private static string? RefusalOnOpening(DeviceCandidate candidate)
    {
        try
        {
            OpenCandidate(candidate, threads: null).Dispose();
            return null;
        }
        catch (DeviceUnavailableException exception)
        {
            return exception.Message;
        }
    }

    private static DeviceInfo ToInfo(DeviceCandidate candidate, string? refusal)
        => new(candidate.Kind, candidate.Index, candidate.Name, candidate.MemoryBytes, candidate.Driver, refusal is null, refusal, false);

    private static string Available()
        => string.Join(", ", DeviceCandidate.FindAll().Where(candidate => candidate.Refusal is null).Select(candidate => $"{DeviceName.Format(candidate.Kind, candidate.Index)} ({candidate.Name})"));

    private static string MissingBecause(DeviceKind kind, int found) => (kind, found) switch
    {
        (DeviceKind.Cuda, 0) when !NativeLibraries.HasCudaDriver() => $" (the NVIDIA driver's library {NativeLibraries.CudaDriver} is not installed)",
        (_, 0) => " (none of its kind was found)",
        _ => $" (its kind has {found})",
    };
}
