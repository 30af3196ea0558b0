using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>The stand-in does work in the order that the driver guarantees, and nothing before it must.</summary>
public sealed class StandInOrderTests : IDisposable
{
    private const int Count = 300;

    private readonly StandInDriver driver = new(StandInDevice.Sm80);
    private readonly Accelerator accelerator;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>> increment;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> values;
    private readonly PageLockedArray1D<int> host;

    public StandInOrderTests()
    {
        accelerator = driver.Open().Target.Accelerator;
        increment = accelerator.LoadKernel<ArrayView<int>>(StandInKernels.Increment);
        values = accelerator.Allocate1D<int>(Count);
        host = accelerator.AllocatePageLocked1D<int>(Count);
        values.MemSetToZero();
        accelerator.Synchronize();
    }

    public void Dispose() => driver.Dispose();

    [Fact]
    public void Launch_NotWaitedFor_HasNoResult()
    {
        using AcceleratorStream stream = accelerator.CreateStream();
        Increment(stream);
        Download(stream);
        Assert.Equal(0, host[Count - 1]);
        stream.Synchronize();
        Assert.All(host.GetArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Upload_PageLockedMemoryWrittenBeforeItIsDone_TakesWhatIsThereThen()
    {
        using AcceleratorStream stream = accelerator.CreateStream();
        host.Span.Fill(5);
        values.View.CopyFromPageLockedAsync(stream, host);
        host.Span.Fill(6);
        stream.Synchronize();
        Assert.Equal(6, values.GetAsArray1D()[0]);
    }

    [Fact]
    public void Upload_PageableMemoryWrittenAfterTheCall_TakesWhatWasThere()
    {
        int[] array = [.. Enumerable.Repeat(5, Count)];
        CudaAPI api = CudaAPI.CurrentAPI;
        unsafe
        {
            fixed (int* first = array)
                Assert.Equal(CudaError.CUDA_SUCCESS, api.MemcpyAsync(values.NativePtr, (nint)first, sizeof(int) * Count, accelerator.DefaultStream));
        }
        array[0] = 6;
        accelerator.Synchronize();
        Assert.Equal(5, values.GetAsArray1D()[0]);
    }

    [Fact]
    public void Streams_WithoutAnEvent_DoNotWaitForEachOther()
    {
        using AcceleratorStream first = accelerator.CreateStream();
        using AcceleratorStream second = accelerator.CreateStream();
        Increment(first);
        Download(second);
        second.Synchronize();
        Assert.Equal(0, host[0]);
    }

    [Fact]
    public void Streams_WithAnEvent_WaitForIt()
    {
        using AcceleratorStream first = accelerator.CreateStream();
        using AcceleratorStream second = accelerator.CreateStream();
        driver.cuEventCreate(out nint done, CudaEventFlags.CU_EVENT_DISABLE_TIMING);
        Increment(first);
        driver.cuEventRecord(done, Handle(first));
        Increment(first);
        Assert.Equal(CudaError.CUDA_ERROR_NOT_READY, driver.cuEventQuery(done));
        driver.cuStreamWaitEvent(Handle(second), done, 0);
        Download(second);
        second.Synchronize();
        Assert.Equal(1, host[0]);
        Assert.Equal(CudaError.CUDA_SUCCESS, driver.cuEventQuery(done));
    }

    [Fact]
    public void DefaultStream_AndABlockingStream_WaitForEachOther()
    {
        using CudaStream blocking = ((CudaAccelerator)accelerator).CreateStream(StreamFlags.CU_STREAM_DEFAULT);
        Increment(accelerator.DefaultStream);
        Increment(blocking);
        Download(accelerator.DefaultStream);
        accelerator.DefaultStream.Synchronize();
        Assert.Equal(2, host[0]);
    }

    [Fact]
    public void Memory_NotWritten_IsNotANumber()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = accelerator.Allocate1D<float>(3);
        Assert.All(buffer.GetAsArray1D(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Graph_Launched_DoesWhatWasCapturedEachTime()
    {
        using AcceleratorStream stream = accelerator.CreateStream();
        Increment(stream);
        values.MemSetToZero(stream);
        stream.Synchronize();
        driver.cuStreamBeginCapture_v2(Handle(stream), 0);
        Increment(stream);
        Increment(stream);
        Download(stream);
        driver.cuStreamEndCapture(Handle(stream), out nint graph);
        driver.cuGraphInstantiateWithFlags(out nint executable, graph, 0);
        stream.Synchronize();
        Assert.Equal(0, values.GetAsArray1D()[0]);

        for (int i = 1; i <= 3; i++)
        {
            driver.cuGraphLaunch(executable, Handle(stream));
            stream.Synchronize();
            Assert.Equal(2 * i, host[0]);
        }
        Assert.Equal(3, driver.Calls.OfType<DriverCall.EndCapture>().Single().Nodes);
        Assert.Equal(3, driver.Calls.OfType<DriverCall.LaunchGraph>().Count());
        Assert.Single(driver.Launches);
    }

    [Fact]
    public void Occupancy_OfASmallKernel_IsThatOfItsThreads()
    {
        Kernel kernel = accelerator.LoadKernel<ArrayView<int>>(StandInKernels.Increment).GetKernel();
        Assert.Equal(8, accelerator.EstimateMaxActiveGroupsPerMultiprocessor(kernel, 256, 0));
        Assert.Equal(2, accelerator.EstimateMaxActiveGroupsPerMultiprocessor(kernel, 1024, 0));
        Assert.Equal(3, accelerator.EstimateMaxActiveGroupsPerMultiprocessor(kernel, 256, 48 << 10));
        Assert.Equal(1024, accelerator.EstimateGroupSize(kernel));
    }

    [Fact]
    public void Dispose_Always_GivesTheDriverItsPlaceBack()
    {
        Assert.True(CudaAPI.CurrentAPI.IsSupported);
        Assert.Same(driver, DriverImports.Current);
        using (var nested = new StandInDriver(StandInDevice.Sm90))
            Assert.Same(nested, DriverImports.Current);
        Assert.Same(driver, DriverImports.Current);
    }

    private static nint Handle(AcceleratorStream stream) => ((CudaStream)stream).StreamPtr;

    private void Increment(AcceleratorStream stream) => increment(stream, new KernelConfig(2, 256), values.View.BaseView);

    private void Download(AcceleratorStream stream) => values.View.CopyToPageLockedAsync(stream, host);
}
