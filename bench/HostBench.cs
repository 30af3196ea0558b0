using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Host memory and a team of threads to run operations on.</summary>
internal sealed class HostBench : IDisposable
{
    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly Workers workers;

    public HostBench(int threads)
    {
        // Only the accelerator's memory is used, so its simulated device is as small as can be.
        context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 1)));
        accelerator = context.GetCPUDevice(0).CreateAccelerator(context);
        workers = new Workers(threads);
        Target = ExecutionTarget.ForHost(accelerator, workers);
    }

    public ExecutionTarget Target { get; }

    /// <summary>Memory with uniform numbers in [−1, 1), the same for the same seed, and its address.</summary>
    public unsafe (FloatView View, nint Address) AllocateUniform(long count, int seed)
    {
        MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D<float>(count);
        nint address = buffer.NativePtr;
        var random = new Random(seed);
        for (long i = 0; i < count; i++)
            ((float*)address)[i] = (random.NextSingle() * 2) - 1;
        return (new FloatView(buffer.View), address);
    }

    /// <summary>Memory with uniform binary64 numbers in [−1, 1), the same for the same seed, and its address.</summary>
    public unsafe (DoubleView View, nint Address) AllocateUniformDoubles(long count, int seed)
    {
        MemoryBuffer1D<double, Stride1D.Dense> buffer = accelerator.Allocate1D<double>(count);
        nint address = buffer.NativePtr;
        var random = new Random(seed);
        for (long i = 0; i < count; i++)
            ((double*)address)[i] = (random.NextDouble() * 2) - 1;
        return (new DoubleView(buffer.View), address);
    }

    public void Dispose()
    {
        accelerator.Dispose();
        context.Dispose();
        workers.Dispose();
    }
}
