namespace NeuralGpu.Tests;

/// <summary>What a fit refuses to go on with; that it goes on to the same bits is part of the conformance suite.</summary>
public class ContinueTests
{
    private static readonly Device Cpu = TestDevice.Open("cpu");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dataset Data => ConformanceData.Values(22, 3, 1);

    private static TrainingOptions Options => new() { Loss = Loss.MeanSquaredError, LearningRate = 0.05f, BatchSize = 5, Epochs = 3 };

    [Fact]
    public void Continue_FitThatIsOver_SaysWhatToRaise()
    {
        Assert.Contains("finished 3 epochs", Refused(Fit(Options), Options), StringComparison.Ordinal);
        TrainingOptions seven = Options with { MaxUpdates = 7 };
        Assert.Contains("7 updates", Refused(Fit(seven), seven), StringComparison.Ordinal);
    }

    [Fact]
    public void Continue_OtherOptimizer_IsRefused()
    {
        Optimizer[] optimizers = [new Sgd(), new Momentum(), new Nesterov(), new RmsProp(), new Adam(), new AdamW()];
        foreach (Optimizer before in optimizers)
        {
            TrainingState state = Fit(Options with { Optimizer = before });
            Assert.All(optimizers.Where(after => after.GetType() != before.GetType()), after =>
                Assert.Contains($"run with {before.GetType().Name}", Refused(state, Options with { Optimizer = after, Epochs = 4 }), StringComparison.Ordinal));
        }
        // Other numbers of the same optimizer are a change of mind, not a mistake.
        new Trainer(Cpu, Options with { Optimizer = new Momentum(0.5), Epochs = 4 }).Continue(Fit(Options with { Optimizer = new Momentum() }), Data, cancellationToken: Token);
    }

    [Fact]
    public void Continue_WithinAnEpochWithOtherBatches_IsRefused()
    {
        TrainingState state = Fit(Options with { MaxUpdates = 7 });
        Assert.Contains("BatchSize", Refused(state, Options with { BatchSize = 6 }), StringComparison.Ordinal);
        Assert.Contains("Seed", Refused(state, Options with { Seed = 2 }), StringComparison.Ordinal);
        Assert.Contains("Sampling", Refused(state, Options with { Sampling = Sampling.InOrder }), StringComparison.Ordinal);
        Assert.Contains("22 samples", Assert.Throws<ArgumentException>(() => new Trainer(Cpu, Options).Continue(state, ConformanceData.Values(23, 3, 1), cancellationToken: Token)).Message, StringComparison.Ordinal);
        Assert.Equal((7, 1), (state.Updates, state.Epochs));
    }

    [Fact]
    public void Continue_BetweenEpochsWithOtherBatchesAndData_GoesOn()
    {
        TrainingResult result = new Trainer(Cpu, Options with { BatchSize = 6, Seed = 2, Epochs = 4 }).Continue(Fit(Options), ConformanceData.Values(30, 3, 1), cancellationToken: Token);
        Assert.Equal([1, 2, 3, 4], result.History.Select(epoch => epoch.Epoch));
        Assert.Equal(15 + 5, result.Updates);
        Assert.Equal(30, result.SamplesVisited);
    }

    [Fact]
    public void Continue_WatchingAnotherMetric_ForgetsTheBestEpoch()
    {
        // So early the best R² is negative, and no error will ever be below it.
        TrainingOptions slow = Options with { LearningRate = 1e-4f, EarlyStopping = new EarlyStopping(Metric.RSquared, 9) };
        TrainingResult first = new Trainer(Cpu, slow).Fit(Network.CreateLinear(3), Data, Data, cancellationToken: Token);
        Assert.True(first.Network.Evaluate(Cpu, Data, Loss.MeanSquaredError).RSquared < 0);
        TrainingOptions other = slow with { Epochs = 4, EarlyStopping = new EarlyStopping(Metric.RootMeanSquaredError, 9) };
        Assert.Equal(4, new Trainer(Cpu, other).Continue(first.State!, Data, Data, cancellationToken: Token).BestEpoch);
    }

    [Fact]
    public async Task Continue_CancelledWithinAnEpoch_IsAsIfNeverCancelled()
    {
        // Cancelled from outside once some batches of an epoch of 2000 have run; wherever that is, the rest must be the same.
        Dataset data = ConformanceData.Values(2000, 3, 1);
        TrainingOptions options = Options with { Optimizer = new Adam(), LearningRate = 1e-3f, BatchSize = 1, Epochs = 1_000_000 };
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        long launches = Cpu.Target.Launches;
        Task<TrainingResult> fit = new Trainer(Cpu, options).FitAsync(Network.CreateLinear(3), data, cancellationToken: source.Token);
        while (Cpu.Target.Launches < launches + 5000 && !fit.IsCompleted)
            await Task.Yield();
        await source.CancelAsync();
        TrainingResult cancelled = await fit;
        Assert.Equal(StopReason.Cancelled, cancelled.StopReason);
        Assert.True(cancelled.Updates > 100);
        Assert.Equal(cancelled.Updates / 2000, cancelled.History.Count);

        TrainingOptions further = options with { MaxUpdates = cancelled.Updates + 2500 };
        TrainingResult continued = new Trainer(Cpu, further).Continue(cancelled.State!, data, cancellationToken: Token);
        TrainingResult whole = new Trainer(Cpu, further).Fit(Network.CreateLinear(3), data, cancellationToken: Token);
        Assert.Equal(whole.History, continued.History);
        Assert.Equal(GoldenHash.Of([whole.Network, .. whole.State!.Moments], []), GoldenHash.Of([continued.Network, .. continued.State!.Moments], []));
    }

    private static TrainingState Fit(TrainingOptions options) => new Trainer(Cpu, options).Fit(Network.CreateLinear(3), Data, cancellationToken: Token).State!;

    private static string Refused(TrainingState state, TrainingOptions options)
        => Assert.Throws<ArgumentException>(() => new Trainer(Cpu, options).Continue(state, Data, cancellationToken: Token)).Message;
}
