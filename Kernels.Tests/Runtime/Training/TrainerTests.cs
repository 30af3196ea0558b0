namespace NeuralGpu.Tests;

public class TrainerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Step_AfterTheFirst_AllocatesAndWaitsForNothing(string name)
    {
        Device device = TestDevice.Open(name);
        GoldenTraining training = GoldenNetworks.All[1];
        Network network = training.CreateNetwork();
        using var data = new DeviceDataset(device, training.CreateData());
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        using var step = new TrainingStep(device, network, data, parameters, new TrainingOptions { Loss = Loss.CrossEntropy }, 32);
        using DeviceBuffer<int> rows = device.AllocateInts(32);
        rows.Upload([.. Enumerable.Range(0, 32)]);
        using DeviceBuffer<float> losses = device.AllocateFloats(32);
        for (int i = 0; i < 3; i++)
            RunStep();
        long allocations = device.Allocations, waits = device.Synchronizations, launches = device.Target.Launches;

        const int Steps = 50;
        for (int i = 0; i < Steps; i++)
            RunStep();

        Assert.Equal(0, device.Allocations - allocations);
        Assert.Equal(0, device.Synchronizations - waits);
        // Gather, forward 2, loss, delta 1, gradients 2 with their updates, which on the host are one more; or the gather and the rest as a graph.
        Assert.Equal((device.Target.Graphs is not null ? 2 : device.Target.Workers is null ? 7 : 8) * Steps, device.Target.Launches - launches);
        if (device.Info.Kind == DeviceKind.Cpu)
            Assert.Equal(0, ManagedBytesOnceWarm());

        // The JIT's first tiers allocate where the last does not, so the steadiest of some rounds counts.
        long ManagedBytesOnceWarm()
        {
            long least = long.MaxValue;
            for (int round = 0; round < 20 && least > 0; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < Steps; i++)
                    RunStep();
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                Thread.Sleep(20);
            }
            return least;
        }

        void RunStep()
        {
            step.Run(rows.Elements, losses.View(), 0.32, number: 1);
        }
    }

    [Fact]
    public void Fit_AnyNumberOfEpochs_WaitsOncePerEpochAtMostAndForReports()
    {
        Device device = TestDevice.Open("cpu");
        long allocationsOfOne = Count(1, out _);
        long allocationsOfFive = Count(5, out long waits);
        Assert.Equal(allocationsOfOne, allocationsOfFive);
        Assert.InRange(waits, 5, 5 + 1 + 40); // an epoch each, the result, and a report every quarter of a second

        long Count(int epochs, out long waits)
        {
            long allocations = device.Allocations, synchronizations = device.Synchronizations;
            Fit(device, Options() with { Epochs = epochs });
            waits = device.Synchronizations - synchronizations;
            return device.Allocations - allocations;
        }
    }

    [Fact]
    public void Fit_Completed_ReportsHistoryAndLeavesTheNetworkAlone()
    {
        Device device = TestDevice.Open("cpu");
        Network start = Network.Create(4, [new(6, Activation.Sigmoid), new(3, Activation.Softmax)], seed: 1);
        string before = start.WeightsSha256();
        var reports = new List<TrainingProgress>();
        Dataset data = BuiltInData.Load("iris").ToDataset(3);
        TrainingResult result = new Trainer(device, Options() with { Epochs = 4 }).Fit(start, data, data, new Recorder(reports), Token);

        Assert.Equal(StopReason.Completed, result.StopReason);
        Assert.Equal(before, start.WeightsSha256());
        Assert.NotEqual(before, result.Network.WeightsSha256());
        Assert.Equal([1, 2, 3, 4], result.History.Select(epoch => epoch.Epoch));
        Assert.All(result.History, epoch => Assert.NotNull(epoch.ValidationAccuracy));
        Assert.True(result.History[^1].Loss < result.History[0].Loss);
        Assert.Equal(4 * 10, result.Updates); // ⌈150/16⌉ = 10 an epoch
        Assert.Equal(4, reports.Count(report => report.EpochFinished));
        Assert.Equal(40, reports[^1].Updates);
        Assert.Equal(result.Network.Evaluate(device, data, Loss.CrossEntropy).Loss, result.History[^1].ValidationLoss);
    }

    [Fact]
    public async Task FitAsync_SameAsFit_GivesTheSameBits()
    {
        Device device = TestDevice.Open("cpu");
        Dataset data = BuiltInData.Load("iris").ToDataset(3);
        Network start = Network.Create(4, [new(3, Activation.Softmax)], seed: 1);
        TrainingResult one = new Trainer(device, Options()).Fit(start, data, cancellationToken: Token);
        TrainingResult two = await new Trainer(device, Options()).FitAsync(start, data, cancellationToken: Token);
        Assert.Equal(one.Network.WeightsSha256(), two.Network.WeightsSha256());
        Assert.Equal(one.History, two.History);
    }

    [Fact]
    public void Fit_Cancelled_GivesTheNetworkSoFar()
    {
        Device device = TestDevice.Open("cpu");
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Dataset data = BuiltInData.Load("iris").ToDataset(3);
        Network start = Network.Create(4, [new(3, Activation.Softmax)], seed: 1);
        TrainingResult cancelled = new Trainer(device, Options() with { Epochs = 1000 }).Fit(start, data, null, new CancelAfter(source, epoch: 2), source.Token);
        Assert.Equal(StopReason.Cancelled, cancelled.StopReason);
        Assert.Equal(20, cancelled.Updates);
        TrainingResult two = new Trainer(device, Options() with { Epochs = 2 }).Fit(start, data, cancellationToken: Token);
        Assert.Equal(two.Network.WeightsSha256(), cancelled.Network.WeightsSha256());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_Diverging_KeepsTheLastGoodNetwork(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = new([.. Enumerable.Range(0, 64).Select(i => (float)i)], 1, [.. Enumerable.Range(0, 64).Select(i => 3f * i)], 1);
        Network start = Network.Create(1, [new(1, Activation.Identity)], seed: 1);
        TrainingOptions options = new() { Loss = Loss.MeanSquaredError, LearningRate = 1f, BatchSize = 16, Epochs = 50 };
        TrainingResult result = new Trainer(device, options).Fit(start, data, cancellationToken: Token);
        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.True(result.Network.IsFinite());
        Assert.True(result.Updates > 0);
        Assert.True(float.IsFinite((float)result.Network.Evaluate(device, data, Loss.MeanSquaredError).Loss));
        Assert.Contains($"at update {result.Updates + 2} ", result.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate 1", result.Message, StringComparison.Ordinal);
        // The same training stopped in time is the network that was kept.
        TrainingResult again = StopAfter(device, options, start, data, result.Updates);
        Assert.Equal(again.Network.WeightsSha256(), result.Network.WeightsSha256());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_DoneOrFailed_LeavesNoMemoryBehind(string name)
    {
        Device device = TestDevice.Open(name);
        int before = device.LiveBuffers;
        TrainingResult result = Fit(device, Options() with { Epochs = 1, Tolerance = 1e-9f });
        result.Network.Predict(device, new float[8]);
        result.Network.Evaluate(device, BuiltInData.Load("iris").ToDataset(3), Loss.CrossEntropy);
        Assert.Equal(before, device.LiveBuffers);

        Assert.Throws<InvalidOperationException>(() => new Trainer(device, Options()).Fit(result.Network, BuiltInData.Load("iris").ToDataset(3), null, new FailingReport(), Token));
        Assert.Equal(before, device.LiveBuffers);

        // Fails in the middle of a constructor, with some buffers made.
        Assert.Throws<InvalidOperationException>(() => device.FreeingOnFailure<int>(() =>
        {
            device.AllocateFloats(10);
            device.AllocateInts(10);
            throw new InvalidOperationException();
        }));
        Assert.Equal(before, device.LiveBuffers);
    }

    [Fact]
    public void Fit_LastUpdateOverflows_KeepsTheNetworkBeforeIt()
    {
        // One sample, one update: the loss before it is finite, the weights after it are not.
        Device device = TestDevice.Open("cpu");
        Network start = new([new DenseLayer(1, 1, Activation.Identity, [1e15f], [0f])]);
        TrainingOptions options = new() { Loss = Loss.MeanSquaredError, LearningRate = 1e30f, BatchSize = 1, Epochs = 1 };
        TrainingResult result = new Trainer(device, options).Fit(start, new Dataset([1f], 1, [0f], 1), cancellationToken: Token);
        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.Equal(start.WeightsSha256(), result.Network.WeightsSha256());
        Assert.Equal(0, result.Updates);
    }

    [Fact]
    public void Fit_ParametersOverflowTheNextLoss_AreNotGivenBack()
    {
        // One full batch an epoch: the only loss that is seen is the one before the update.
        Device device = TestDevice.Open("cpu");
        Network start = Network.Create(4, [new(6, Activation.Relu), new(3, Activation.Softmax)], seed: 1);
        TrainingOptions options = Options() with { BatchSize = 1000, Epochs = 1, LearningRate = 1e38f };
        TrainingResult result = new Trainer(device, options).Fit(start, BuiltInData.Load("iris").ToDataset(3), cancellationToken: Token);
        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.Equal(start.WeightsSha256(), result.Network.WeightsSha256());
    }

    [Fact]
    public void Fit_RegressionWithValidation_ReportsNoAccuracy()
    {
        Device device = TestDevice.Open("cpu");
        Dataset data = new([1f, 2f, 3f, 4f], 1, [2f, 4f, 6f, 8f], 1);
        Network start = Network.Create(1, [new(1, Activation.Identity)], seed: 1);
        TrainingResult result = new Trainer(device, new TrainingOptions { Loss = Loss.MeanSquaredError, LearningRate = 0.01f, Epochs = 2 }).Fit(start, data, data, cancellationToken: Token);
        Assert.All(result.History, epoch => Assert.Null(epoch.ValidationAccuracy));
        Assert.All(result.History, epoch => Assert.NotNull(epoch.ValidationLoss));
        Assert.Equal(double.NaN, start.Evaluate(device, data, Loss.MeanSquaredError).Accuracy);
    }

    [Fact]
    public void Fit_Tolerance_StopsAtTheFirstSmallUpdate()
    {
        Device device = TestDevice.Open("cpu");
        Dataset data = new([1f, 2f, 3f, 4f], 1, [2f, 4f, 6f, 8f], 1);
        Network start = new([new DenseLayer(1, 1, Activation.Identity, [0f], [0f])]);
        TrainingOptions options = new() { Loss = Loss.MeanSquaredError, LearningRate = 0.05f, BatchSize = 4, Epochs = 5000, Tolerance = 1e-3f };
        TrainingResult result = new Trainer(device, options).Fit(start, data, cancellationToken: Token);
        Assert.Equal(StopReason.Converged, result.StopReason);
        TrainingResult before = new Trainer(device, options with { Tolerance = 0, Epochs = (int)result.Updates - 1 }).Fit(start, data, cancellationToken: Token);
        TrainingResult secondBefore = new Trainer(device, options with { Tolerance = 0, Epochs = (int)result.Updates - 2 }).Fit(start, data, cancellationToken: Token);
        Assert.True(Distance(before.Network, result.Network) < 1e-3);
        Assert.True(Distance(secondBefore.Network, before.Network) >= 0.999e-3);
    }

    [Fact]
    public void Fit_UnfitData_IsRefusedWithTheReason()
    {
        Device device = TestDevice.Open("cpu");
        Network network = Network.Create(2, [new(2, Activation.Softmax)], seed: 1);
        var trainer = new Trainer(device, Options());
        Assert.Contains("3 features", Refusal(new Dataset([1f, 2f, 3f], 3, [1f, 0f], 2)), StringComparison.Ordinal);
        Assert.Contains("1 targets", Refusal(new Dataset([1f, 2f], 2, [1f], 1)), StringComparison.Ordinal);
        Assert.Contains("no samples", Refusal(new Dataset([], 2, [], 2)), StringComparison.Ordinal);
        Assert.Contains("feature 1 of sample 1 is NaN", Refusal(new Dataset([1f, 2f, 3f, float.NaN], 2, [1f, 0f, 0f, 1f], 2)), StringComparison.Ordinal);
        Assert.Contains("sum to 2", Refusal(new Dataset([1f, 2f], 2, [1f, 1f], 2)), StringComparison.Ordinal);
        Assert.Contains("needs probabilities", Refusal(new Dataset([1f, 2f], 2, [-1f, 2f], 2)), StringComparison.Ordinal);

        string Refusal(Dataset data) => Assert.Throws<ArgumentException>(() => trainer.Fit(network, data, cancellationToken: Token)).Message;
    }

    [Theory]
    [InlineData(Activation.Sigmoid, Loss.CrossEntropy)]
    [InlineData(Activation.Softmax, Loss.BinaryCrossEntropy)]
    [InlineData(Activation.Softmax, Loss.MeanSquaredError)]
    [InlineData(Activation.Identity, Loss.CrossEntropy)]
    public void Fit_OutputThatDoesNotGoWithTheLoss_IsRefused(Activation output, Loss loss)
    {
        Device device = TestDevice.Open("cpu");
        Network network = Network.Create(1, [new(2, output)], seed: 1);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new Trainer(device, Options() with { Loss = loss }).Fit(network, new Dataset([1f], 1, [1f, 0f], 2), cancellationToken: Token));
        Assert.Contains("; use", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trainer_OptionsOutOfRange_AreRefused()
    {
        Device device = TestDevice.Open("cpu");
        TrainingOptions[] bad =
        [
            Options() with { BatchSize = 0 }, Options() with { Epochs = 0 }, Options() with { LearningRate = 0 }, Options() with { LearningRate = -1 },
            Options() with { LearningRate = float.NaN }, Options() with { LearningRate = float.PositiveInfinity }, Options() with { Tolerance = -1 }, Options() with { Tolerance = float.NaN },
        ];
        Assert.All(bad, options => Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(device, options)));
    }

    private static TrainingOptions Options() => new() { Loss = Loss.CrossEntropy, LearningRate = 0.1f, BatchSize = 16, Epochs = 3, Seed = 1 };

    private static TrainingResult Fit(Device device, TrainingOptions options)
        => new Trainer(device, options).Fit(Network.Create(4, [new(3, Activation.Softmax)], seed: 1), BuiltInData.Load("iris").ToDataset(3), cancellationToken: Token);

    // The network after so many updates, by a tolerance that no update undercuts and a cancellation that counts.
    private static TrainingResult StopAfter(Device device, TrainingOptions options, Network start, Dataset data, long updates)
    {
        int perEpoch = data.Count / options.BatchSize;
        Assert.True(updates > 0);
        int epochs = (int)((updates + perEpoch - 1) / perEpoch);
        using var onDevice = new DeviceDataset(device, data);
        using DeviceParameters parameters = DeviceParameters.Upload(device, start);
        using var step = new TrainingStep(device, start, onDevice, parameters, options, options.BatchSize);
        using DeviceBuffer<int> order = device.AllocateInts(data.Count);
        using DeviceBuffer<float> losses = device.AllocateFloats(data.Count);
        var rows = new int[data.Count];
        long done = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            SampleOrder.Fill(rows, data.Count, options.Sampling, options.Seed, epoch);
            order.Upload(rows);
            for (int batch = 0; batch < perEpoch && done < updates; batch++, done++)
                step.Run(order.Elements.SubView(batch * options.BatchSize, options.BatchSize), losses.View().Slice(0, options.BatchSize), options.LearningRate, number: 1);
        }
        return new TrainingResult(parameters.Download(device), StopReason.Completed, "", [], done, 0, TimeSpan.Zero);
    }

    private static double Distance(Network a, Network b)
        => Math.Sqrt(Math.Pow(a.Layers[0].Weights[0] - (double)b.Layers[0].Weights[0], 2) + Math.Pow(a.Layers[0].Biases[0] - (double)b.Layers[0].Biases[0], 2));

    private sealed class FailingReport : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => throw new InvalidOperationException("the listener failed");
    }

    private sealed class Recorder(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class CancelAfter(CancellationTokenSource source, int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EpochFinished && value.Epoch == epoch)
                source.Cancel();
        }
    }
}
