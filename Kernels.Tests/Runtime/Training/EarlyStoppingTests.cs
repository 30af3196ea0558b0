namespace NeuralGpu.Tests;

public class EarlyStoppingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dataset Iris => BuiltInData.Load("iris").ToDataset(3);

    [Theory]
    [InlineData(Metric.TrainingLoss, false)]
    [InlineData(Metric.ValidationLoss, false)]
    [InlineData(Metric.Accuracy, true)]
    [InlineData(Metric.BalancedAccuracy, true)]
    [InlineData(Metric.F1, true)]
    [InlineData(Metric.LogLoss, false)]
    [InlineData(Metric.RootMeanSquaredError, false)]
    [InlineData(Metric.MeanAbsoluteError, false)]
    [InlineData(Metric.RSquared, true)]
    public void Look_EveryMetric_ImprovesInItsDirection(Metric metric, bool rises)
    {
        Assert.Equal(rises, metric.RisesToImprove());
        Assert.Equal(rises ? 3 : 4, BestOf(new EarlyStopping(metric, 5), [0.5, 0.6, 0.8, 0.4, 0.7]).Epoch);
    }

    [Fact]
    public void Of_EveryMetric_IsItsFigure()
    {
        var evaluation = new Evaluation(10, 1, 2, 3, 4) { BalancedAccuracy = 5, F1 = 6, LogLoss = 7, MeanAbsoluteError = 8 };
        Assert.Equal([0, 1, 2, 5, 6, 7, 3, 8, 4], Enum.GetValues<Metric>().Select(metric => MetricValue.Of(metric, 0, evaluation)));
    }

    [Fact]
    public void Look_Sequence_CountsEpochsWithoutImprovement()
    {
        // The best is 0.5, of epoch 2; equal is no improvement, NaN neither.
        (int epoch, bool isOver) = BestOf(new EarlyStopping(Metric.ValidationLoss, 3), [0.9, 0.5, 0.5, double.NaN]);
        Assert.Equal((2, false), (epoch, isOver));
        Assert.True(BestOf(new EarlyStopping(Metric.ValidationLoss, 3), [0.9, 0.5, 0.5, double.NaN, 0.7]).IsOver);
        // An improvement begins the count anew.
        Assert.Equal((5, false), BestOf(new EarlyStopping(Metric.ValidationLoss, 3), [0.9, 0.5, 0.6, 0.6, 0.4, 0.6, 0.6]));
        Assert.Equal((0, false), BestOf(new EarlyStopping(Metric.ValidationLoss, 3), []));
    }

    [Fact]
    public void Look_ChangeBelowTheMinimum_IsNoImprovement()
    {
        // 0.9 → 0.75 is by more than 0.125, 0.75 → 0.625 by just as much, 0.75 → 0.5 by more.
        Assert.Equal(4, BestOf(new EarlyStopping(Metric.ValidationLoss, 5, 0.125), [0.9, 0.75, 0.625, 0.5]).Epoch);
        Assert.Equal(2, BestOf(new EarlyStopping(Metric.ValidationLoss, 5, 0.125), [0.9, 0.75, 0.625, 0.626]).Epoch);
        Assert.Equal(2, BestOf(new EarlyStopping(Metric.Accuracy, 5, 0.125), [0.25, 0.5, 0.625]).Epoch);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Fit_GettingWorse_StopsAfterPatienceAndGivesTheBestEpochsNetwork(string name)
    {
        Device device = TestDevice.Open(name);
        (LabeledData training, LabeledData held) = BuiltInData.Load("iris").Split(0.3, seed: 1);
        Dataset data = training.ToDataset(3), validation = held.ToDataset(3);
        Network start = Network.Create(4, [new(8, Activation.Tanh), new(3, Activation.Softmax)], seed: 1);
        TrainingOptions options = new() { Loss = Loss.CrossEntropy, Optimizer = new Adam(), LearningRate = 0.1f, BatchSize = 8, Epochs = 60, EarlyStopping = new EarlyStopping(Metric.ValidationLoss, Patience: 4) };
        TrainingResult result = new Trainer(device, options).Fit(start, data, validation, cancellationToken: Token);

        Assert.Equal(StopReason.EarlyStopped, result.StopReason);
        double[] losses = [.. result.History.Select(epoch => epoch.ValidationLoss!.Value)];
        int best = Array.IndexOf(losses, losses.Min()) + 1;
        Assert.Equal(best, result.BestEpoch);
        Assert.Equal(best + 4, losses.Length);
        Assert.Equal(losses[best - 1], result.Network.Evaluate(device, validation, Loss.CrossEntropy).Loss);
        TrainingResult upToBest = new Trainer(device, options with { EarlyStopping = null, Epochs = best }).Fit(start, data, validation, cancellationToken: Token);
        Assert.Equal(upToBest.Network.WeightsSha256(), result.Network.WeightsSha256());
        Assert.NotEqual(result.Network.WeightsSha256(), result.State!.Network.WeightsSha256());
        Assert.Contains($"had not improved for 4 epochs. The network is that of epoch {best}", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_TrainingLoss_NeedsNoValidationData()
    {
        TrainingResult result = new Trainer(TestDevice.Open("cpu"), Watching(Metric.TrainingLoss) with { LearningRate = 1e-3f }).Fit(Network.Create(4, [new(3, Activation.Softmax)]), Iris, cancellationToken: Token);
        Assert.Equal(StopReason.Completed, result.StopReason);
        Assert.Equal(6, result.BestEpoch);
    }

    [Theory]
    [InlineData(Metric.ValidationLoss)]
    [InlineData(Metric.Accuracy)]
    [InlineData(Metric.BalancedAccuracy)]
    [InlineData(Metric.F1)]
    [InlineData(Metric.LogLoss)]
    [InlineData(Metric.RootMeanSquaredError)]
    [InlineData(Metric.MeanAbsoluteError)]
    [InlineData(Metric.RSquared)]
    public void Fit_MetricOfValidationData_IsThatOfTheBestNetwork(Metric metric)
    {
        Device device = TestDevice.Open("cpu");
        TrainingResult result = new Trainer(device, Watching(metric)).Fit(Network.Create(4, [new(3, Activation.Softmax)]), Iris, Iris, cancellationToken: Token);
        Assert.NotNull(result.BestEpoch);
        double Value(Network network) => MetricValue.Of(metric, 0, network.Evaluate(device, Iris, Loss.CrossEntropy));
        Assert.True(metric.RisesToImprove() ? Value(result.Network) >= Value(result.State!.Network) : Value(result.Network) <= Value(result.State!.Network));
    }

    [Fact]
    public void Fit_Cancelled_GivesTheNetworkSoFar()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        TrainingResult result = new Trainer(TestDevice.Open("cpu"), Watching(Metric.Accuracy)).Fit(Network.Create(4, [new(3, Activation.Softmax)]), Iris, Iris, new CancelOnReport(source), source.Token);
        Assert.Equal(StopReason.Cancelled, result.StopReason);
        Assert.Null(result.BestEpoch);
        Assert.Equal(result.State!.Network.WeightsSha256(), result.Network.WeightsSha256());
    }

    [Fact]
    public void Fit_NoValidationData_IsRefusedWithTheReason()
    {
        Device device = TestDevice.Open("cpu");
        int before = device.LiveBuffers;
        Assert.All(Enum.GetValues<Metric>().Where(metric => metric != Metric.TrainingLoss), metric =>
        {
            string message = Assert.Throws<ArgumentException>(() => new Trainer(device, Watching(metric)).Fit(Network.Create(4, [new(3, Activation.Softmax)]), Iris, cancellationToken: Token)).Message;
            Assert.Contains($"watches {metric}", message, StringComparison.Ordinal);
            Assert.Contains("give validation data, or watch TrainingLoss", message, StringComparison.Ordinal);
        });
        Assert.Equal(before, device.LiveBuffers);
    }

    [Theory]
    [InlineData(Metric.Accuracy)]
    [InlineData(Metric.BalancedAccuracy)]
    [InlineData(Metric.F1)]
    [InlineData(Metric.LogLoss)]
    public void Fit_MetricThatRegressionDoesNotReport_IsRefusedWithTheReason(Metric metric)
    {
        Dataset data = ConformanceData.Values(10, 2, 1);
        string message = Assert.Throws<ArgumentException>(() => new Trainer(TestDevice.Open("cpu"), Watching(metric) with { Loss = Loss.MeanSquaredError }).Fit(Network.CreateLinear(2), data, data, cancellationToken: Token)).Message;
        Assert.Contains($"watches {metric}, which is not reported", message, StringComparison.Ordinal);
    }

    private static TrainingOptions Watching(Metric metric) => new() { LearningRate = 0.05f, BatchSize = 16, Epochs = 6, EarlyStopping = new EarlyStopping(metric, Patience: 3) };

    private static (int Epoch, bool IsOver) BestOf(EarlyStopping rule, double[] values)
    {
        Device device = TestDevice.Open("cpu");
        Network network = Network.CreateLinear(2);
        using var best = new BestEpoch(device, network, rule, before: null);
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.False(best.IsPatienceOver);
            best.Look(i + 1, values[i], parameters);
        }
        return (best.Epoch, best.IsPatienceOver);
    }

    private sealed class CancelOnReport(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => source.Cancel();
    }
}
