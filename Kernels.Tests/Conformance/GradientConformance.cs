namespace NeuralGpu.Tests;

/// <summary>What every fit by gradients does, on every device: descent on all samples, one or a mini-batch, with any optimizer.</summary>
public abstract class GradientConformance : IterativeConformance
{
    /// <summary>How it is trained.</summary>
    protected abstract TrainingOptions Options { get; }

    /// <inheritdoc/>
    protected override Learned Fit(Device device, Dataset data, ConformanceRun run)
        => ToLearned(new Trainer(device, Options with { Epochs = run.Epochs ?? Options.Epochs })
            .Fit(run.Start!, data, run.Validation ?? CreateValidation(data.Features), new EpochListener(run.AfterEpoch), run.Cancellation));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_AllSamplesInAnotherOrder_ChangesNothingButRounding(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        int[] order = [.. Enumerable.Range(0, data.Count).Select(i => i * 5 % data.Count)];
        Assert.Equal(data.Count, order.Distinct().Count());
        AssertNear(FitAllAtOnce(device, data), FitAllAtOnce(device, ConformanceData.TakeRows(data, order)), 5e-5);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_EveryRowTwice_ChangesNothingButRounding(string name)
    {
        // The objective is a mean over the samples: 1/(2n) Σ for least squares.
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        int[] twice = [.. Enumerable.Range(0, 2 * data.Count).Select(i => i / 2)];
        AssertNear(FitAllAtOnce(device, data), FitAllAtOnce(device, ConformanceData.TakeRows(data, twice)), 5e-5);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Continue_StoppedWithinEpochs_IsAsIfNeverStopped(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        TrainingResult whole = Run(device, data, Options, state: null);
        long total = whole.Updates;
        Assert.True(total >= 6);
        TrainingResult? part = null;
        foreach (long stop in new[] { 1, (total / 2) + 2, total - 1 })
        {
            part = Run(device, data, Options with { MaxUpdates = stop }, part?.State);
            Assert.Equal(stop, part.Updates);
        }
        AssertSame(whole, Run(device, data, Options, part!.State));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Continue_Cancelled_IsAsIfNeverCancelled(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var cancelAfterTwo = new EpochListener(epoch =>
        {
            if (epoch == 2)
                source.Cancel();
        });
        TrainingResult cancelled = new Trainer(device, Options).Fit(CreateStart(data.Features), data, CreateValidation(data.Features), cancelAfterTwo, source.Token);
        Assert.Equal(StopReason.Cancelled, cancelled.StopReason);
        AssertSame(Run(device, data, Options, state: null), Run(device, data, Options, cancelled.State));
    }

    /// <summary>The same figures of a result that the suite compares.</summary>
    protected static Learned ToLearned(TrainingResult result)
        => new(result.Network, result.State?.Network ?? result.Network, result.State?.Moments ?? [], [.. result.History.Select(epoch => epoch.Loss)], result.StopReason);

    // Masks go by a sample's place in its batch, so dropout is left out.
    private Network FitAllAtOnce(Device device, Dataset data)
    {
        TrainingOptions options = Options with { BatchSize = TrainingOptions.FullBatch, Sampling = Sampling.InOrder, Dropout = 0, EarlyStopping = null };
        return new Trainer(device, options).Fit(CreateStart(data.Features), data, cancellationToken: TestContext.Current.CancellationToken).Network;
    }

    private TrainingResult Run(Device device, Dataset data, TrainingOptions options, TrainingState? state)
    {
        var trainer = new Trainer(device, options);
        Dataset? validation = CreateValidation(data.Features);
        CancellationToken token = TestContext.Current.CancellationToken;
        return state is null
            ? trainer.Fit(CreateStart(data.Features), data, validation, cancellationToken: token)
            : trainer.Continue(state, data, validation, cancellationToken: token);
    }

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(expected.StopReason, actual.StopReason);
        Assert.Equal(expected.Updates, actual.Updates);
        Assert.Equal(expected.BestEpoch, actual.BestEpoch);
        Assert.Equal(expected.Message, actual.Message);
        Assert.Equal(expected.History, actual.History);
        Assert.Equal(ToLearned(expected).Hash, ToLearned(actual).Hash);
    }

    private sealed class EpochListener(Action<int>? afterEpoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EpochFinished)
                afterEpoch?.Invoke(value.Epoch);
        }
    }
}
