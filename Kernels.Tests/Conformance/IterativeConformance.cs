namespace NeuralGpu.Tests;

/// <summary>What every trainer that goes over the data in epochs does, on every device.</summary>
public abstract class IterativeConformance : TrainerConformance
{
    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_CancelledBeforeItBegins_GivesTheStart(string name)
    {
        Dataset data = CreateData();
        Learned learned = FitFromStart(TestDevice.Open(name), data, new ConformanceRun { Cancellation = new CancellationToken(canceled: true) });
        Assert.Equal(StopReason.Cancelled, learned.StopReason);
        Assert.Equal(CreateStart(data.Features).WeightsSha256(), learned.Network.WeightsSha256());
        Assert.Empty(learned.Figures);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_CancelledAfterAnEpoch_KeepsTheNetworkSoFar(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Learned cancelled = FitFromStart(device, data, new ConformanceRun { Cancellation = source.Token, AfterEpoch = epoch => CancelAt(epoch, 2, source) });
        Learned two = FitFromStart(device, data, new ConformanceRun { Epochs = 2 });
        Assert.Equal(StopReason.Cancelled, cancelled.StopReason);
        Assert.Equal(two.Last.WeightsSha256(), cancelled.Network.WeightsSha256());
        Assert.Equal(two.Figures, cancelled.Figures);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_WithProgress_ReportsEveryEpochAndChangesNothing(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        var epochs = new List<int>();
        Learned reported = FitFromStart(device, data, new ConformanceRun { AfterEpoch = epochs.Add });
        Assert.True(epochs.Count > 2);
        Assert.Equal(Enumerable.Range(1, reported.Figures.Count), epochs);
        Assert.Equal(FitFromStart(device, data).Hash, reported.Hash);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_ListenerFails_LeavesNoMemoryOnTheDevice(string name)
    {
        Device device = TestDevice.Open(name);
        int before = device.LiveBuffers;
        Assert.Throws<InvalidOperationException>(() => FitFromStart(device, CreateData(), new ConformanceRun { AfterEpoch = _ => throw new InvalidOperationException("the listener failed") }));
        Assert.Equal(before, device.LiveBuffers);
    }

    private static void CancelAt(int epoch, int at, CancellationTokenSource source)
    {
        if (epoch == at)
            source.Cancel();
    }
}
