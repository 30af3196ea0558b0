namespace NeuralGpu.Tests;

public class TrainingOptionsTests
{
    [Fact]
    public void Validate_Defaults_Pass() => new TrainingOptions().Validate();

    [Fact]
    public void Validate_EveryLimit_Passes()
        => new TrainingOptions { L1 = 0, L2 = 1e30f, ClipNorm = float.Epsilon, Dropout = 0.99999994f, MaxUpdates = 1, LossTolerance = 0, BatchSize = TrainingOptions.FullBatch, EarlyStopping = new EarlyStopping(Metric.TrainingLoss, 1) }.Validate();

    [Fact]
    public void Validate_OutOfRange_NamesTheOptionAndTheRange()
    {
        TrainingOptions good = new();
        foreach (float value in new[] { -1f, -1e-30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Refused(good with { L2 = value }, nameof(TrainingOptions.L2), "positive, finite");
            Refused(good with { L1 = value }, nameof(TrainingOptions.L1), "positive, finite");
            Refused(good with { ClipNorm = value }, nameof(TrainingOptions.ClipNorm), "positive, finite");
            Refused(good with { Tolerance = value }, nameof(TrainingOptions.Tolerance), "positive, finite");
            Refused(good with { LossTolerance = value }, nameof(TrainingOptions.LossTolerance), "positive, finite");
            Refused(good with { Dropout = value }, nameof(TrainingOptions.Dropout), "below 1");
            Refused(good with { LearningRate = value }, nameof(TrainingOptions.LearningRate), "positive, finite");
        }
        Refused(good with { Dropout = 1f }, nameof(TrainingOptions.Dropout), "nothing would be left");
        Refused(good with { Dropout = 1.5f }, nameof(TrainingOptions.Dropout), "below 1");
        Refused(good with { LearningRate = 0 }, nameof(TrainingOptions.LearningRate), "positive");
        Refused(good with { MaxUpdates = 0 }, nameof(TrainingOptions.MaxUpdates), "at least 1 update");
        Refused(good with { MaxUpdates = -5 }, nameof(TrainingOptions.MaxUpdates), "at least 1 update");
        Refused(good with { BatchSize = 0 }, nameof(TrainingOptions.BatchSize), "at least 1 sample");
        Refused(good with { Epochs = 0 }, nameof(TrainingOptions.Epochs), "at least 1 epoch");
        Refused(good with { EarlyStopping = new EarlyStopping(Metric.Accuracy, 0) }, nameof(EarlyStopping.Patience), "at least 1 epoch");
        Refused(good with { EarlyStopping = new EarlyStopping(Metric.Accuracy, 1, -0.1) }, nameof(EarlyStopping.MinimumChange), "minimum change");
        Refused(good with { EarlyStopping = new EarlyStopping(Metric.Accuracy, 1, double.NaN) }, nameof(EarlyStopping.MinimumChange), "minimum change");
        Refused(good with { EarlyStopping = new EarlyStopping((Metric)99) }, nameof(EarlyStopping.Metric), "no such metric");

        static void Refused(TrainingOptions options, string name, string reason)
        {
            ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(TestDevice.Open("cpu"), options));
            Assert.Equal(name, refusal.ParamName);
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Validate_NoOptimizerOrSchedule_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new TrainingOptions { Optimizer = null! }.Validate());
        Assert.Throws<ArgumentNullException>(() => new TrainingOptions { Schedule = null! }.Validate());
    }
}
