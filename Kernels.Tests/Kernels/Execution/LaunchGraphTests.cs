using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

public sealed class LaunchGraphTests : IDisposable
{
    private readonly StandInDriver driver = new(StandInDevice.Sm80);
    private readonly Device device;
    private readonly DeviceBuffer<float> parameters;
    private readonly DeviceBuffer<float> gradient;
    private readonly Elementwise<SgdUpdate> update;

    public LaunchGraphTests()
    {
        device = driver.Open();
        parameters = DeviceMatrices.Upload(device, [1f, 2f, 3f]);
        gradient = DeviceMatrices.Upload(device, [1f, 1f, 1f]);
        update = new Elementwise<SgdUpdate>(device.Target);
        Add(0f);
    }

    public void Dispose()
    {
        parameters.Dispose();
        gradient.Dispose();
        driver.Dispose();
    }

    [Fact]
    public void Launch_RecordedWork_IsDoneEachTimeAndNotWhenRecorded()
    {
        long before = device.Target.Launches;
        using var graph = new LaunchGraph(device.Target, () =>
        {
            Add(1f);
            Add(10f);
        });
        Assert.Equal((2, 0), (graph.Launches, device.Target.Launches - before));
        Assert.Equal([1f, 2f, 3f], Parameters());

        graph.Launch();
        graph.Launch();

        Assert.Equal(2, device.Target.Launches - before);
        Assert.Equal([23f, 24f, 25f], Parameters());
    }

    [Fact]
    public void Launch_AmongOtherWork_KeepsTheOrder()
    {
        using var graph = new LaunchGraph(device.Target, () => Add(1f));
        gradient.Upload([2f, 2f, 2f]);
        graph.Launch();
        gradient.Upload([5f, 5f, 5f]);
        graph.Launch();
        Assert.Equal([8f, 9f, 10f], Parameters());
    }

    [Fact]
    public void Constructor_WorkThatFails_LeavesTheStreamAsItWas()
    {
        InvalidOperationException failure = new("no");
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => new LaunchGraph(device.Target, () => throw failure)));
        Assert.Equal(0, driver.LiveGraphs);
        Add(1f);
        Assert.Equal([2f, 3f, 4f], Parameters());
    }

    [Fact]
    public void Constructor_WorkThatIsNotALaunch_IsFound()
        => Assert.Contains("legacy default stream", Assert.Throws<StandInMisuse>(() => new LaunchGraph(device.Target, () => parameters.Clear())).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_TargetWithoutGraphs_IsRefused()
        => Assert.Contains("has no graphs", Assert.Throws<InvalidOperationException>(() => new LaunchGraph(TestDevice.Open("cpu").Target, () => { })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(IGraphDriver.BeginCapture), "record launches")]
    [InlineData(nameof(IGraphDriver.EndCapture), "end the recording")]
    [InlineData(nameof(IGraphDriver.Instantiate), "ready")]
    [InlineData(nameof(IGraphDriver.Launch), "launch a graph")]
    public void Launch_DriverThatRefuses_SaysWhatAndHowToDoWithout(string call, string what)
    {
        var refusing = new RefusingGraphDriver(call);
        var target = ExecutionTarget.ForKernels((CudaAccelerator)device.Target.Accelerator, refusing);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() =>
        {
            using var graph = new LaunchGraph(target, () => { });
            graph.Launch();
        });
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
        Assert.Contains("CUDA_ERROR_NOT_SUPPORTED", exception.Message, StringComparison.Ordinal);
        Assert.Contains("NEURALGPU_CUDA_GRAPHS=off", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, refusing.Live);
    }

    // 1 · gradient is added so many times.
    private void Add(float times) => update.Run(new SgdUpdate(parameters.View(), gradient.View(), -times), 3);

    private float[] Parameters() => DeviceMatrices.Download(device, parameters, 3);
}
