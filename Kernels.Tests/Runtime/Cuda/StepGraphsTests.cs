namespace NeuralGpu.Tests;

/// <summary>Training steps that are recorded once and launched as a whole give what launching each kernel gives.</summary>
public sealed class StepGraphsTests : IDisposable
{
    private const int Samples = 23;

    private static readonly Dictionary<string, TrainingOptions> Options = new()
    {
        ["sgd, falling rate"] = new() { Schedule = Schedule.InverseSqrt, LearningRate = 0.5f },
        ["momentum"] = new() { Optimizer = new Momentum() },
        ["nesterov, warm-up"] = new() { Optimizer = new Nesterov(), Schedule = Schedule.Constant.WithWarmUp(5) },
        ["rmsprop"] = new() { Optimizer = new RmsProp(), LearningRate = 0.01f },
        ["adam"] = new() { Optimizer = new Adam(), LearningRate = 0.01f },
        ["adamw, weights only"] = new() { Optimizer = new AdamW(0.3), Schedule = Schedule.InverseSqrt, LearningRate = 0.01f },
        ["adamw, biases too"] = new() { Optimizer = new AdamW(0.3), Schedule = Schedule.InverseSqrt, LearningRate = 0.01f, PenalizeBiases = true },
        ["penalties and clipping"] = new() { L2 = 0.1f, L1 = 0.01f, ClipNorm = 0.05f },
        ["biases not learnt"] = new() { TrainBiases = false },
        ["a tolerance that is never reached"] = new() { Tolerance = 1e-30f },
    };

    private readonly StandInDriver driver = new(StandInDevice.Sm80);

    public static TheoryData<string> Names => [.. Options.Keys];

    public void Dispose() => driver.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_WithRecordedSteps_GivesTheHostsBits(string name)
    {
        TrainingOptions options = Options[name] with { BatchSize = 5, Epochs = 3 };
        AssertSame(Fit(TestDevice.Open("cpu"), options, Data()), Fit(driver.Open(), options, Data()));

        // Five batches an epoch, the last with three samples: the first of each size is launched by itself, and the second recorded.
        DriverCall.Instantiate[] recorded = [.. driver.Calls.OfType<DriverCall.Instantiate>()];
        DriverCall.LaunchGraph[] launched = [.. driver.Calls.OfType<DriverCall.LaunchGraph>()];
        Assert.Equal(2, recorded.Length);
        Assert.Equal([(3 * 4) - 1, 3 - 1], recorded.Select(graph => launched.Count(launch => launch.Executable == graph.Executable)));
        Assert.Equal(0, driver.LiveGraphs);
    }

    [Fact]
    public void Fit_WithSampleWeights_GivesTheHostsBits()
    {
        TrainingOptions options = new() { BatchSize = 5, Epochs = 2 };
        Dataset data = Data(), weighted = new(data.Inputs, data.Features, data.Targets, data.Outputs, [.. Enumerable.Range(0, Samples).Select(i => i % 3 * 0.5f)]);
        AssertSame(Fit(TestDevice.Open("cpu"), options, weighted), Fit(driver.Open(), options, weighted));
        Assert.NotEmpty(driver.Calls.OfType<DriverCall.LaunchGraph>());
    }

    [Fact]
    public void Fit_ThatDiverges_GoesBackToTheHostsNetwork()
    {
        TrainingOptions options = new() { Loss = Loss.MeanSquaredError, BatchSize = 5, Epochs = 40, LearningRate = 60f };
        Dataset data = ConformanceData.Values(Samples, 4, 2);
        Network start = Network.Create(4, [new(3, Activation.Relu), new(2, Activation.Identity)], seed: 3);
        CancellationToken token = TestContext.Current.CancellationToken;
        TrainingResult expected = new Trainer(TestDevice.Open("cpu"), options).Fit(start, data, cancellationToken: token);
        Assert.Equal(StopReason.Diverged, expected.StopReason);
        AssertSame(expected, new Trainer(driver.Open(), options).Fit(start, data, cancellationToken: token));
    }

    [Fact]
    public void Fit_WithDropout_IsNotRecorded()
    {
        TrainingOptions options = new() { BatchSize = 5, Epochs = 2, Dropout = 0.4f };
        AssertSame(Fit(TestDevice.Open("cpu"), options, Data()), Fit(driver.Open(), options, Data()));
        Assert.Empty(driver.Calls.OfType<DriverCall.BeginCapture>());
    }

    [Theory]
    [InlineData("off")]
    [InlineData("OFF")]
    public void Fit_SwitchedOff_IsNotRecordedAndGivesTheSameBits(string off)
    {
        TrainingOptions options = new() { BatchSize = 5, Epochs = 2 };
        Device device = WithVariable(off, () => driver.Open());
        Assert.Null(device.Target.Graphs);
        AssertSame(Fit(TestDevice.Open("cpu"), options, Data()), Fit(device, options, Data()));
        Assert.Empty(driver.Calls.OfType<DriverCall.BeginCapture>());
    }

    [Fact]
    public void Open_AnotherWordThanOnOrOff_IsRefused()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => WithVariable("perhaps", () => driver.Open()));
        Assert.Contains("NEURALGPU_CUDA_GRAPHS is 'perhaps'", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(WithVariable("on", () => driver.Open()).Target.Graphs);
    }

    private static Dataset Data() => ConformanceData.Classes(Samples, 4, 3);

    private static TrainingResult Fit(Device device, TrainingOptions options, Dataset data)
        => new Trainer(device, options).Fit(
            Network.Create(4, [new(6, Activation.Tanh), new(5, Activation.Relu), new(3, Activation.Softmax)], seed: 3), data, cancellationToken: TestContext.Current.CancellationToken);

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(expected.StopReason, actual.StopReason);
        Assert.Equal(expected.Network.WeightsSha256(), actual.Network.WeightsSha256());
        Assert.Equal(expected.History.Select(epoch => epoch.Loss), actual.History.Select(epoch => epoch.Loss));
        Assert.Equal(expected.State?.Moments.Select(moment => moment.WeightsSha256()), actual.State?.Moments.Select(moment => moment.WeightsSha256()));
    }

    private static Device WithVariable(string value, Func<Device> open)
    {
        string? before = Environment.GetEnvironmentVariable(Kernels.ExecutionTarget.GraphsVariable);
        try
        {
            Environment.SetEnvironmentVariable(Kernels.ExecutionTarget.GraphsVariable, value);
            return open();
        }
        finally
        {
            Environment.SetEnvironmentVariable(Kernels.ExecutionTarget.GraphsVariable, before);
        }
    }
}
