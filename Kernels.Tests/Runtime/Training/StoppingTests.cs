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

    private static double Distance(Network a, Network b)
        => Math.Sqrt(ReferenceParameters.Arrays(a).SelectMany(values => values).Zip(ReferenceParameters.Arrays(b).SelectMany(values => values), (x, y) => Math.Pow((double)x - y, 2)).Sum());
}
