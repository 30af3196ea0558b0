using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

public sealed class EpochVisitsTests
{
    private const int Samples = 23;

    private static readonly TrainingOptions Options = new() { BatchSize = 5, Seed = 7, Epochs = 3, LearningRate = 0.01f };

    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Begin_PreparedOrNot_GivesTheEpochsOrder(string name)
    {
        Device device = TestDevice.Open(name);
        int before = device.LiveBuffers;
        using (var visits = new EpochVisits(device, Options, Samples))
        {
            visits.Begin(1);
            Assert.Equal(Order(1), Read(device, visits));
            visits.Prepare(2);
            // The epoch under way keeps its order.
            Assert.Equal(Order(1), Read(device, visits));
            visits.Begin(2);
            Assert.Equal(Order(2), Read(device, visits));
            visits.Prepare(3);
            // Back to an earlier epoch, as after a divergence.
            visits.Begin(1);
            Assert.Equal(Order(1), Read(device, visits));
            visits.Prepare(2);
        }
        Assert.Equal(before, device.LiveBuffers);
    }

    [Fact]
    public void Fit_OfSeveralEpochs_CopiesTheNextOrderWhileStepsAreQueued()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80);
        Device device = driver.Open();
        nint steps = ((CudaStream)device.Target.Stream).StreamPtr;
        Dataset data = ConformanceData.Classes(Samples, 4, 3);
        Network start = Network.Create(4, [new(3, Activation.Softmax)], seed: 3);
        CancellationToken token = TestContext.Current.CancellationToken;

        TrainingResult result = new Trainer(device, Options).Fit(start, data, cancellationToken: token);

        Assert.Equal(new Trainer(TestDevice.Open("cpu"), Options).Fit(start, data, cancellationToken: token).Network.WeightsSha256(), result.Network.WeightsSha256());
        (DriverCall Call, int Place)[] calls = [.. driver.Calls.Select((call, place) => (call, place))];
        (DriverCall Call, int Place)[] orders = [.. calls.Where(at => at.Call is DriverCall.Copy { Direction: CopyDirection.HostToDevice, Bytes: Samples * sizeof(int), IsPageLocked: true })];
        int[] losses = [.. calls.Where(at => at.Call is DriverCall.Copy { Direction: CopyDirection.DeviceToHost, Bytes: Samples * sizeof(float) }).Select(at => at.Place)];
        Assert.Equal(Options.Epochs, orders.Length);
        // In a stream that neither the steps' nor the default one waits for.
        Assert.All(orders, at => Assert.DoesNotContain(((DriverCall.Copy)at.Call).Stream, new[] { 0, steps }));
        // The order of the second epoch is on its way before the losses of the first are waited for, and so on; no epoch waits for its own order's copy to be queued.
        for (int epoch = 1; epoch < Options.Epochs; epoch++)
            Assert.InRange(orders[epoch].Place, orders[epoch - 1].Place, losses[epoch - 1]);
    }

    private static int[] Order(int epoch)
    {
        var order = new int[Samples];
        SampleOrder.Fill(order, Samples, Options.Sampling, Options.Seed, epoch);
        return order;
    }

    private static int[] Read(Device device, EpochVisits visits)
    {
        device.Synchronize();
        return [.. Enumerable.Range(0, visits.Batches).SelectMany(batch =>
        {
            ILGPU.ArrayView<int> rows = visits.Rows(batch);
            var values = new int[rows.Length];
            ILGPU.Runtime.ArrayViewExtensions.CopyToCPU(rows, values);
            return values;
        })];
    }
}
