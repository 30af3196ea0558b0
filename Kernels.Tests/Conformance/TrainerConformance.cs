namespace NeuralGpu.Tests;

/// <summary>What every trainer does, on every device. A trainer joins with a subclass that says how it is run and on what data.</summary>
public abstract class TrainerConformance
{
    private const int Features = 6;
    private const int Samples = 22;

    private static readonly int[] ThreadCounts = [1, 2, 3, 8];
    private static readonly Dictionary<int, Device> ByThreads = [];
    private static readonly int[] OtherFeatures = [3, 0, 5, 1, 2, 4];
    private static readonly int[] OtherOutputs = [2, 0, 1];

    public static TheoryData<string> Devices => TestDevice.All;

    /// <summary>Targets a sample of the trainer's data.</summary>
    protected const int Outputs = 3;

    /// <summary>How far, relative to the largest weight, the outputs may move when they change places; 0 where each output is computed by itself.</summary>
    protected abstract double OutputOrderTolerance { get; }

    /// <summary>How far the weights may move when the features change places.</summary>
    protected virtual double FeatureOrderTolerance => 2e-5;

    /// <summary>Part of the message with which one sample is refused; null when it can be learnt from.</summary>
    protected virtual string? RefusalOfOneSample => null;

    /// <summary>Part of the message with which a constant column is refused; null when it does not matter.</summary>
    protected virtual string? RefusalOfConstantColumn => null;

    /// <summary>Part of the message with which an empty data set is refused.</summary>
    protected virtual string RefusalOfNoSamples => "no samples";

    /// <summary>Whether there is a network to start from, whose widths the data must have.</summary>
    protected virtual bool StartsFromANetwork => true;

    /// <summary>Data that the trainer can learn from, [samples × features] and [samples × <see cref="Outputs"/>].</summary>
    protected abstract Dataset CreateData(int samples, int features);

    /// <summary>The network that the trainer starts from.</summary>
    protected abstract Network CreateStart(int features);

    /// <summary>Validation data, when the trainer takes any.</summary>
    protected virtual Dataset? CreateValidation(int features) => null;

    /// <summary>Fits.</summary>
    protected abstract Learned Fit(Device device, Dataset data, ConformanceRun run);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_EveryDevice_GivesTheBitsOfTheCpu(string name)
    {
        Dataset data = CreateData();
        string expected = Fit(TestDevice.Open("cpu"), data).Hash;
        Device device = TestDevice.Open(name);
        Assert.Equal(expected, Fit(device, data).Hash);
        Assert.Equal(expected, Fit(device, data).Hash);
    }

    [Fact]
    public void Fit_Simulator_GivesTheBitsOfTheCpu()
    {
        Dataset data = CreateData(4, 2);
        var run = new ConformanceRun { Epochs = 1 };
        Assert.Equal(FitFromStart(TestDevice.Open("cpu"), data, run).Hash, FitFromStart(TestDevice.Open("simulator"), data, run).Hash);
    }

    [Fact]
    public void Fit_AnyThreads_GivesTheSameBits()
    {
        // Enough rows that several threads really share the work.
        Dataset data = CreateData(700, 40);
        var run = new ConformanceRun { Epochs = 1 };
        Assert.Single(ThreadCounts.Select(threads => FitFromStart(WithThreads(threads), data, run).Hash).Distinct());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_OutputsInAnotherOrder_GivesThemInThatOrder(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        Network expected = ConformanceData.TakeOutputs(Fit(device, data).Last, OtherOutputs);
        Network actual = Fit(device, ConformanceData.TakeOutputs(data, OtherOutputs), new ConformanceRun
        {
            Start = ConformanceData.TakeOutputs(CreateStart(Features), OtherOutputs),
            Validation = CreateValidation(Features) is { } validation ? ConformanceData.TakeOutputs(validation, OtherOutputs) : null,
        }).Last;
        if (OutputOrderTolerance == 0)
            Assert.Equal(expected.WeightsSha256(), actual.WeightsSha256());
        else
            AssertNear(expected, actual, OutputOrderTolerance);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_FeaturesInAnotherOrder_GivesTheirWeightsInThatOrder(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        Network expected = ConformanceData.TakeFeatures(Fit(device, data).Last, OtherFeatures);
        Network actual = Fit(device, ConformanceData.TakeFeatures(data, OtherFeatures), new ConformanceRun
        {
            Start = ConformanceData.TakeFeatures(CreateStart(Features), OtherFeatures),
            Validation = CreateValidation(Features) is { } validation ? ConformanceData.TakeFeatures(validation, OtherFeatures) : null,
        }).Last;
        AssertNear(expected, actual, FeatureOrderTolerance);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_OneFeature_Works(string name) => AssertWorks(name, CreateData(Samples, 1));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_ConstantColumn_WorksOrIsRefusedWithTheReason(string name)
    {
        Dataset data = CreateData();
        for (int row = 0; row < data.Count; row++)
            data = ConformanceData.WithInput(data, row, feature: 1, 1f);
        AssertWorksOrIsRefused(name, data, RefusalOfConstantColumn);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_OneSample_WorksOrIsRefusedWithTheReason(string name) => AssertWorksOrIsRefused(name, CreateData(1, Features), RefusalOfOneSample);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_UnfitData_IsRefusedWithTheReasonAndLeavesNoMemory(string name)
    {
        Device device = TestDevice.Open(name);
        Dataset data = CreateData();
        float[] targets = [.. data.Targets];
        targets[7] = float.NaN;
        AssertRefused(device, new Dataset([], Features, [], Outputs), RefusalOfNoSamples);
        AssertRefused(device, ConformanceData.WithInput(data, row: 2, feature: 1, float.NaN), RefusalOfInput(2, 1, float.NaN));
        AssertRefused(device, ConformanceData.WithInput(data, row: 21, feature: 5, float.PositiveInfinity), RefusalOfInput(21, 5, float.PositiveInfinity));
        AssertRefused(device, ConformanceData.WithInput(data, row: 0, feature: 0, float.NegativeInfinity), RefusalOfInput(0, 0, float.NegativeInfinity));
        AssertRefused(device, new Dataset(data.Inputs, Features, targets, Outputs), RefusalOfTarget(2, 1, float.NaN));
        if (!StartsFromANetwork)
            return;
        AssertRefused(device, CreateData(Samples, Features + 1), $"{Features + 1} features");
        AssertRefused(device, ConformanceData.TakeOutputs(new Dataset(data.Inputs, Features, [.. data.Targets.Where((_, i) => i % Outputs < 2)], 2), [0, 1]), "2 targets");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_Done_LeavesNoMemoryOnTheDevice(string name)
    {
        Device device = TestDevice.Open(name);
        int before = device.LiveBuffers;
        Fit(device, CreateData());
        Assert.Equal(before, device.LiveBuffers);
    }

    /// <summary>Part of the message with which an input that is not finite is refused.</summary>
    protected virtual string RefusalOfInput(int row, int feature, float value) => $"feature {feature} of sample {row} is {value}";

    /// <summary>Part of the message with which a target that is not finite is refused.</summary>
    protected virtual string RefusalOfTarget(int row, int output, float value) => $"target {output} of sample {row} is {value}";

    /// <summary>The data of most tests.</summary>
    protected Dataset CreateData() => CreateData(Samples, Features);

    /// <summary>Fits from the trainer's own start, or the one that is given.</summary>
    protected Learned FitFromStart(Device device, Dataset data, ConformanceRun? run = null)
    {
        run ??= new ConformanceRun();
        return Fit(device, data, run.Start is null ? run with { Start = CreateStart(data.Features) } : run);
    }

    /// <summary>Asserts that two networks' parameters differ by no more than a share of the largest.</summary>
    protected static void AssertNear(Network expected, Network actual, double tolerance)
    {
        float[] wanted = [.. ReferenceParameters.Arrays(expected).SelectMany(values => values)], found = [.. ReferenceParameters.Arrays(actual).SelectMany(values => values)];
        double largest = wanted.Max(Math.Abs);
        Assert.True(largest > 0);
        for (int i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], found[i], tolerance * largest);
    }

    private Learned Fit(Device device, Dataset data) => FitFromStart(device, data);

    private static Device WithThreads(int threads)
        => ByThreads.TryGetValue(threads, out Device? device) ? device : ByThreads[threads] = Device.Open(DeviceKind.Cpu, threads: threads);

    private void AssertWorksOrIsRefused(string name, Dataset data, string? reason)
    {
        if (reason is null)
            AssertWorks(name, data);
        else
            AssertRefused(TestDevice.Open(name), data, reason);
    }

    private void AssertWorks(string name, Dataset data)
    {
        Learned learned = FitFromStart(TestDevice.Open(name), data);
        Assert.True(learned.Network.IsFinite());
        Assert.NotEqual(StopReason.Diverged, learned.StopReason);
        Assert.NotEqual(CreateStart(data.Features).WeightsSha256(), learned.Last.WeightsSha256());
        Assert.Equal(FitFromStart(TestDevice.Open("cpu"), data).Hash, learned.Hash);
    }

    private void AssertRefused(Device device, Dataset data, string reason)
    {
        int before = device.LiveBuffers;
        Exception refusal = Assert.ThrowsAny<Exception>(() => Fit(device, data, new ConformanceRun { Start = CreateStart(Features) }));
        Assert.True(refusal is ArgumentException or SingularSystemException, $"{refusal}");
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, device.LiveBuffers);
    }
}
