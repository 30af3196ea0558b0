namespace NeuralGpu.Tests;

/// <summary>Fits that end by a number of updates, a loss that has settled, or an update that is small.</summary>
public class StoppingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dataset Line => new([1f, 2f, 3f, 4f], 1, [2f, 4f, 6f, 8f], 1);

    private static TrainingOptions FullBatch => new() { Loss = Loss.MeanSquaredError, LearningRate = 0.02f, BatchSize = TrainingOptions.FullBatch, Epochs = 3000 };

    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [InlineData(7, 0)] // within the first epoch of 10 batches
    [InlineData(20, 2)] // at the end of the second
    [InlineData(21, 2)]
    [InlineData(1000, 4)] // beyond all epochs
    public void Fit_MaxUpdates_StopsThere(long limit, int epochs)
    {
        TrainingOptions options = new() { BatchSize = 16, Epochs = 4, MaxUpdates = limit };
        TrainingResult result = new Trainer(TestDevice.Open("cpu"), options).Fit(Network.Create(4, [new(3, Activation.Softmax)]), BuiltInData.Load("iris").ToDataset(3), cancellationToken: Token);
        Assert.Equal(StopReason.Completed, result.StopReason);
        Assert.Equal(Math.Min(limit, 40), result.Updates);
        Assert.Equal(epochs, result.History.Count);
        Assert.StartsWith(epochs < 4 ? $"Completed {limit} updates" : "Completed 4 epochs, 40 updates", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_LossTolerance_StopsAtTheFirstSettledEpoch(string name)
    {
        const float Tolerance = 1e-4f;
        TrainingResult result = new Trainer(TestDevice.Open(name), FullBatch with { LossTolerance = Tolerance }).Fit(Network.CreateLinear(1), Line, cancellationToken: Token);
        Assert.Equal(StopReason.Converged, result.StopReason);
        double[] changes = [.. result.History.Zip(result.History.Skip(1), (before, after) => Math.Abs(after.Loss - before.Loss))];
        Assert.True(changes.Length > 5);
        Assert.True(changes[^1] < Tolerance);
        Assert.All(changes.SkipLast(1), change => Assert.True(change >= Tolerance));
        Assert.Contains("by less than the tolerance", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_ToleranceWithMomentum_MeasuresTheDistanceOfTheWeights(string name)
    {
        // The velocity carries the weights on while the gradient is small, so its norm would stop the fit elsewhere.
        const float Tolerance = 1e-2f;
        Device device = TestDevice.Open(name);
        TrainingOptions options = FullBatch with { Optimizer = new Momentum(0.8), Tolerance = Tolerance };
        TrainingResult result = new Trainer(device, options).Fit(Network.CreateLinear(1), Line, cancellationToken: Token);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.True(result.Updates > 3);
        Network last = After(result.Updates), before = After(result.Updates - 1);
        Assert.Equal(last.WeightsSha256(), result.Network.WeightsSha256());
        Assert.True(Distance(before, last) < Tolerance * 1.000001);
        Network later = before;
        for (long updates = result.Updates - 2; updates > 0; updates--)
        {
            Network earlier = After(updates);
            Assert.True(Distance(earlier, later) >= Tolerance * 0.999999, $"update {updates + 1} was already small");
            later = earlier;
        }

        Network After(long updates) => new Trainer(device, options with { Tolerance = 0, MaxUpdates = updates }).Fit(Network.CreateLinear(1), Line, cancellationToken: Token).Network;
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_ToleranceMetByAnEpochsLastUpdate_CountsTheEpoch(string name)
    {
        Device device = TestDevice.Open(name);
        TrainingOptions options = FullBatch with { Tolerance = 1e-2f, EarlyStopping = new EarlyStopping(Metric.ValidationLoss, 1000) };
        var reports = new List<int>();
        TrainingResult result = new Trainer(device, options).Fit(Network.CreateLinear(1), Line, Line, new EpochReports(reports), Token);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.True(result.Updates > 3);
        Assert.Equal(result.Updates, result.History.Count);
        Assert.Equal(result.History.Count, result.State!.Epochs);
        Assert.Equal(result.History.Select(epoch => epoch.Epoch), reports);
        // The loss of a line falls with every full-batch update, so the last epoch is the best.
        Assert.Equal(result.History.Count, result.BestEpoch);

        int epochs = result.History.Count + 3;
        TrainingOptions unbounded = FullBatch with { Epochs = epochs };
        TrainingResult goingOn = new Trainer(device, unbounded).Continue(result.State, Line, Line, cancellationToken: Token);
        TrainingResult whole = new Trainer(device, unbounded).Fit(Network.CreateLinear(1), Line, Line, cancellationToken: Token);
        Assert.Equal(whole.History, goingOn.History);
        Assert.Equal(whole.Network.WeightsSha256(), goingOn.Network.WeightsSha256());
    }

    // The rate grows until a clipped step overflows: the norm is then not finite, and neither is anything that it scales.
    [Theory]
    [InlineData("cpu", true)]
    [InlineData("cpu", false)]
    [InlineData("opencl", true)]
    [InlineData("cuda", true)]
    public void Fit_DivergingWithClipping_KeepsTheLastGoodNetwork(string name, bool trainBiases)
    {
        Device device = TestDevice.Open(name);
        float[] x = DeviceMatrices.Random(5, 80);
        Dataset data = new(x, 2, [.. Enumerable.Range(0, 40).Select(i => (3 * x[2 * i]) - (2 * x[(2 * i) + 1]) + 1)], 1);
        TrainingOptions options = new() { Loss = Loss.MeanSquaredError, LearningRate = 1e20f, Schedule = Schedule.Constant.WithWarmUp(3000), BatchSize = 1, Epochs = 60, ClipNorm = 1, TrainBiases = trainBiases };
        TrainingResult result = new Trainer(device, options).Fit(Network.CreateLinear(2), data, cancellationToken: Token);
        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.True(result.Updates % 40 > 0, "the update that is kept should lie within an epoch");
        Assert.Contains($"at update {result.Updates + 2} ", result.Message, StringComparison.Ordinal);
        TrainingResult stopped = new Trainer(device, options with { MaxUpdates = result.Updates }).Fit(Network.CreateLinear(2), data, cancellationToken: Token);
        Assert.Equal(StopReason.Completed, stopped.StopReason);
        Assert.Equal(stopped.Network.WeightsSha256(), result.Network.WeightsSha256());
    }

    [Fact]
    public void Fit_DivergingWithEarlyStopping_GivesBackTheBestNetwork()
    {
        TrainingOptions options = FullBatch with { LearningRate = 3f, Schedule = Schedule.Constant.WithWarmUp(400), EarlyStopping = new EarlyStopping(Metric.ValidationLoss, 2000) };
        TrainingResult result = new Trainer(TestDevice.Open("cpu"), options).Fit(Network.CreateLinear(1), Line, Line, cancellationToken: Token);
        Assert.Equal(StopReason.Diverged, result.StopReason);
        double best = result.History.Min(epoch => epoch.ValidationLoss!.Value);
        Assert.Equal(best, result.Network.Evaluate(TestDevice.Open("cpu"), Line, Loss.MeanSquaredError).Loss);
        Assert.Equal(result.History.First(epoch => epoch.ValidationLoss == best).Epoch, result.BestEpoch);
        Assert.Contains($"The network of epoch {result.BestEpoch}, the best one, is kept", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NonsenseToStartWith_IsRefused()
    {
        Device device = TestDevice.Open("cpu");
        Network notANumber = new([new DenseLayer(1, 1, Activation.Identity, [float.NaN], [0f])]);
        Assert.Contains("not a number", Assert.Throws<ArgumentException>(() => new Trainer(device, FullBatch).Fit(notANumber, Line, cancellationToken: Token)).Message, StringComparison.Ordinal);
        Assert.Contains("one layer only", Assert.Throws<ArgumentException>(() => new Trainer(device, FullBatch with { Dropout = 0.5f }).Fit(Network.CreateLinear(1), Line, cancellationToken: Token)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(device, FullBatch with { Loss = (Loss)99 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(device, FullBatch with { Sampling = (Sampling)77 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Inverse.At(1, 0));
    }

    [Fact]
    public async Task ContinueAsync_SameAsContinue_GivesTheSameBits()
    {
        Device device = TestDevice.Open("cpu");
        TrainingState state = new Trainer(device, FullBatch with { Epochs = 2 }).Fit(Network.CreateLinear(1), Line, cancellationToken: Token).State!;
        var trainer = new Trainer(device, FullBatch with { Epochs = 4 });
        Assert.Equal(trainer.Continue(state, Line, cancellationToken: Token).Network.WeightsSha256(), (await trainer.ContinueAsync(state, Line, cancellationToken: Token)).Network.WeightsSha256());
    }

    private sealed class EpochReports(List<int> epochs) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EpochFinished)
                epochs.Add(value.Epoch);
        }
    }

    private static double Distance(Network a, Network b)
        => Math.Sqrt(ReferenceParameters.Arrays(a).SelectMany(values => values).Zip(ReferenceParameters.Arrays(b).SelectMany(values => values), (x, y) => Math.Pow((double)x - y, 2)).Sum());
}
