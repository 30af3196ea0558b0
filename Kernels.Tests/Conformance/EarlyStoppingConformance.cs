namespace NeuralGpu.Tests;

/// <summary>The feed-forward network that stops early and gives back its best epoch, with dropout.</summary>
public sealed class EarlyStoppingConformance : NetworkConformance
{
    /// <inheritdoc/>
    protected override Optimizer Optimizer => new Adam();

    /// <inheritdoc/>
    protected override TrainingOptions Options => base.Options with { LearningRate = 0.2f, Dropout = 0.25f, Epochs = 12, EarlyStopping = new EarlyStopping(Metric.ValidationLoss, Patience: 3) };

    /// <summary>The rate is large, so that the fit gets worse and stops; it magnifies rounding.</summary>
    protected override double OutputOrderTolerance => 2e-3;

    /// <inheritdoc/>
    protected override double FeatureOrderTolerance => 2e-3;

    /// <inheritdoc/>
    protected override Dataset? CreateValidation(int features) => ConformanceData.Values(17, features, Outputs);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_ThatGetsWorse_StopsAndGivesAnEarlierNetwork(string name)
    {
        // What the other tests of this class rest on.
        Learned learned = FitFromStart(TestDevice.Open(name), CreateData());
        Assert.Equal(StopReason.EarlyStopped, learned.StopReason);
        Assert.NotEqual(learned.Last.WeightsSha256(), learned.Network.WeightsSha256());
    }
}
