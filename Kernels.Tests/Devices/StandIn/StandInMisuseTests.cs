using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>What the driver would refuse or let go wrong is found.</summary>
public sealed class StandInMisuseTests : IDisposable
{
    private const int Count = 300;

    // CU_STREAM_CAPTURE_MODE_THREAD_LOCAL.
    private const int ThreadLocal = 1;

    private readonly StandInDriver driver = new(StandInDevice.Sm80);
    private readonly Accelerator accelerator;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>> increment;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> values;

    public StandInMisuseTests()
    {
        accelerator = driver.Open().Target.Accelerator;
        increment = accelerator.LoadKernel<ArrayView<int>>(StandInKernels.Increment);
        values = accelerator.Allocate1D<int>(Count);
    }

    public void Dispose() => driver.Dispose();

    [Fact]
    public void Launch_OnFreedMemory_IsFoundWhenItRuns()
    {
        nint first = values.NativePtr;
        values.Dispose();
        Launch(stackalloc long[] { first, Count }, 16);
        Says("memory was that has been freed", accelerator.Synchronize);
    }

    [Fact]
    public void Launch_BeyondItsMemory_IsFoundWhenItRuns()
    {
        nint first = values.NativePtr;
        Launch(stackalloc long[] { first, Count + 1 }, 16);
        Says("where nothing is", accelerator.Synchronize);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void Launch_WithOtherArgumentsThanTheKernels_IsRefused(int bytes)
        => Says($"has {bytes} bytes of arguments, but the kernel takes 16", () => Launch(stackalloc long[] { values.NativePtr, Count, 0 }, bytes));

    [Fact]
    public void Launch_WithADataRace_IsFoundWhenItRuns()
    {
        accelerator.LoadKernel<ArrayView<int>>(StandInKernels.Race)(accelerator.DefaultStream, new KernelConfig(1, 64), values.View.BaseView);
        Says("has a data race", accelerator.Synchronize);
    }

    [Fact]
    public void Launch_OfTooManyThreads_IsRefused()
        => Says("is not possible", () => Launch(stackalloc long[] { values.NativePtr, Count }, 16, threads: 1056));

    [Fact]
    public void Free_Twice_IsRefused()
    {
        nint address = values.NativePtr;
        values.Dispose();
        Says("has been freed", () => driver.cuMemFree_v2(address));
    }

    [Fact]
    public void Free_NotTheFirstAddress_IsRefused()
        => Says("a region of 1200 bytes begins at", () => driver.cuMemFree_v2(values.NativePtr + 4));

    [Fact]
    public void Copy_BeyondMemory_IsRefused()
    {
        using PageLockedArray1D<int> host = accelerator.AllocatePageLocked1D<int>(Count + 1);
        Says("A copy would write 1204 bytes", () => driver.cuMemcpyAsync(values.NativePtr, Address(host), 1204, 0));
        Says("A copy would read 1204 bytes", () => driver.cuMemcpyAsync(Address(host), values.NativePtr, 1204, 0));
        Says("A fill would write 1204 bytes", () => driver.cuMemsetD8Async(values.NativePtr, 0, 1204, 0));
    }

    [Fact]
    public void Copy_BetweenHostAddresses_IsRefused()
    {
        using PageLockedArray1D<int> host = accelerator.AllocatePageLocked1D<int>(Count);
        Says("neither is in device memory", () => driver.cuMemcpyAsync(Address(host), Address(host) + 8, 8, 0));
    }

    [Fact]
    public void PageLockedMemory_GivenUpWhileACopyIsQueued_IsRefused()
    {
        PageLockedArray1D<int> host = accelerator.AllocatePageLocked1D<int>(Count);
        values.View.CopyToPageLockedAsync(host);
        Says("while a copy that uses it is still queued", () => driver.cuMemHostUnregister(Address(host)));
        accelerator.Synchronize();
        host.Dispose();
        Assert.Single(driver.Calls.OfType<DriverCall.PageUnlock>());
    }

    [Fact]
    public void PageLockedMemory_LockedTwice_IsRefused()
    {
        using PageLockedArray1D<int> host = accelerator.AllocatePageLocked1D<int>(Count);
        Says("some of them are already", () => driver.cuMemHostRegister_v2(Address(host) + 100, 8, 0));
    }

    [Fact]
    public void Stream_Destroyed_TakesNoWork()
    {
        AcceleratorStream stream = accelerator.CreateStream();
        nint handle = ((CudaStream)stream).StreamPtr;
        stream.Dispose();
        Says("There is no stream", () => driver.cuMemsetD8Async(values.NativePtr, 0, 4, handle));
    }

    [Fact]
    public void Thread_WithoutAContext_IsRefused()
    {
        Exception? found = OnAnotherThread(() => driver.cuStreamSynchronize(0));
        Assert.Contains("no current context", Assert.IsType<StandInMisuse>(found).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Capture_ThatBindsAllThreads_BindsAnother()
    {
        using AcceleratorStream stream = accelerator.CreateStream();
        nint captured = ((CudaStream)stream).StreamPtr;
        driver.cuStreamBeginCapture_v2(captured, StandInCapture.Global);
        Exception? found = OnAnotherThread(() => driver.cuMemAllocHost_v2(out _, 8));
        Assert.Contains("page-locked memory while", Assert.IsType<StandInMisuse>(found).Message, StringComparison.Ordinal);
        driver.cuStreamEndCapture(captured, out _);
    }

    [Fact]
    public void Capture_OfWhatCannotBeCaptured_IsRefused()
    {
        using AcceleratorStream stream = accelerator.CreateStream();
        nint captured = ((CudaStream)stream).StreamPtr;
        Says("legacy default stream cannot be captured", () => driver.cuStreamBeginCapture_v2(0, 0));
        driver.cuStreamBeginCapture_v2(captured, ThreadLocal);
        Says("is the kernel's first", () => increment(stream, new KernelConfig(2, 256), values.View.BaseView));
        Says("allocate device memory while", () => accelerator.Allocate1D<int>(1));
        Says("free device memory while", () => driver.cuMemFree_v2(values.NativePtr));
        Says("wait for the context while", accelerator.Synchronize);
        Says("wait for a stream while", stream.Synchronize);
        Says("load a module while", () => accelerator.LoadKernel<ArrayView<int>>(StandInKernels.Race));
        Says("put into the legacy default stream", () => increment(accelerator.DefaultStream, new KernelConfig(2, 256), values.View.BaseView));
        Says("pageable memory", () => values.View.CopyFromCPU(stream, new int[Count]));
        Says("is captured already", () => driver.cuStreamBeginCapture_v2(captured, ThreadLocal));
        Assert.Null(OnAnotherThread(() => driver.cuMemAllocHost_v2(out _, 8)));
        driver.cuStreamEndCapture(captured, out _);
        Says("is not captured", () => driver.cuStreamEndCapture(captured, out _));
    }

    [Fact]
    public void Graph_WithMemoryThatIsGone_IsFoundWhenItRuns()
    {
        using AcceleratorStream stream = accelerator.CreateStream();
        nint captured = ((CudaStream)stream).StreamPtr;
        driver.cuStreamBeginCapture_v2(captured, 0);
        values.MemSetToZero(stream);
        driver.cuStreamEndCapture(captured, out nint graph);
        driver.cuGraphInstantiateWithFlags(out nint executable, graph, 0);
        driver.cuGraphDestroy(graph);
        values.Dispose();
        driver.cuGraphLaunch(executable, captured);
        Says("memory was that has been freed", stream.Synchronize);
        driver.cuGraphExecDestroy(executable);
        Says("There is no graph", () => driver.cuGraphLaunch(executable, captured));
    }

    [Fact]
    public void Module_ForANewerDevice_IsRefused()
    {
        string ptx = KernelCatalog.CompileAll(CudaArchitecture.SM_80)[0].Ptx;
        Assert.Equal(CudaError.CUDA_SUCCESS, driver.cuModuleLoadData(out _, ptx));
        Assert.Equal(CudaError.CUDA_ERROR_NO_BINARY_FOR_GPU, driver.cuModuleLoadData(out _, ptx.Replace("sm_80", "sm_90", StringComparison.Ordinal)));
    }

    private static Exception? OnAnotherThread(Action action)
    {
        Exception? found = null;
        var thread = new Thread(() => found = Record.Exception(action));
        thread.Start();
        thread.Join();
        return found;
    }

    private static void Says(string words, Action misuse) => Assert.Contains(words, Assert.Throws<StandInMisuse>(misuse).Message, StringComparison.Ordinal);

    private static nint Address(PageLockedArray1D<int> array)
    {
        // It is allocated where it does not move.
        unsafe
        {
            return (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref array[0]);
        }
    }

    // As ILGPU launches, but with any arguments.
    private unsafe void Launch(ReadOnlySpan<long> arguments, int bytes, int threads = 256)
    {
        using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
        string ptx = compiler.Compile(typeof(StandInKernels).GetMethod(nameof(StandInKernels.Increment))!);
        driver.cuModuleLoadData(out nint module, ptx);
        driver.cuModuleGetFunction(out nint function, module, new StandInModule(ptx, text => text).Entry);
        nint size = bytes;
        fixed (long* first = arguments)
        {
            nint* extra = stackalloc nint[5];
            extra[0] = 1;
            extra[1] = (nint)first;
            extra[2] = 2;
            extra[3] = (nint)(&size);
            extra[4] = 0;
            driver.cuLaunchKernel(function, 2, 1, 1, threads, 1, 1, 0, 0, 0, (nint)extra);
        }
    }
}
