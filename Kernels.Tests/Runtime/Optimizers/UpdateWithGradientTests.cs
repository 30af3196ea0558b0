namespace NeuralGpu.Tests;

/// <summary>Kernels, which update parameters where their gradient is, give the bits of the host, which updates them all at the end.</summary>
public class UpdateWithGradientTests
{
    private const int Samples = 600;

    private static readonly Dictionary<string, Optimizer> Rules = new()
    {
        ["sgd"] = new Sgd(),
        ["momentum"] = new Momentum(),
        ["nesterov"] = new Nesterov(),
        ["rmsprop"] = new RmsProp(),
        ["adam"] = new Adam(),
        ["adamw"] = new AdamW(0.3),
    };

    private static readonly string[] KernelDevices = ["opencl", "cuda"];
    private static readonly int[] Batches = [1, 7, 128, 256, 257, 600];

    // The second is shared out among groups in chunks.
    private static readonly int[] DriverBatches = [7, 600];

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    public static TheoryData<string, string> DevicesAndRules => [.. from device in KernelDevices from rule in Rules.Keys select new TheoryDataRow<string, string>(device, rule)];

    [Theory]
    [MemberData(nameof(DevicesAndRules))]
    public void Fit_OnADevice_GivesTheHostsBits(string name, string rule) => Check(TestDevice.Open(name), rule);

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Fit_ThroughTheCudaDriver_GivesTheHostsBits(string rule)
    {
        using var driver = new StandInDriver(StandInDevice.Sm80);
        Device device = driver.Open();
        Network start = Network.Create(5, [new(4, Activation.Tanh), new(3, Activation.Softmax)], seed: 3);
        foreach (int batch in DriverBatches)
        {
            // Launched one by one, recorded, and launched as a graph.
            TrainingOptions options = new() { Optimizer = Rules[rule], LearningRate = 0.05f, BatchSize = batch, MaxUpdates = 3 };
            Dataset data = ConformanceData.Classes(batch, 5, 3);
            TrainingResult expected = new Trainer(TestDevice.Open("cpu"), options).Fit(start, data, cancellationToken: TestContext.Current.CancellationToken);
            TrainingResult actual = new Trainer(device, options).Fit(start, data, cancellationToken: TestContext.Current.CancellationToken);
            AssertSame(expected, actual, $"batches of {batch}");
        }
        Assert.Contains(driver.Launches, kernel => kernel.StartsWith("Gemm 32x32 ThenUpdate<", StringComparison.Ordinal));
        Assert.Contains(driver.Launches, kernel => kernel.StartsWith("ChunkJoin ThenUpdate<", StringComparison.Ordinal));
        Assert.DoesNotContain(driver.Launches, kernel => kernel.StartsWith("Step ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_DecayOfWeights_IsOfBiasesOnlyWhenTheyArePenalised(bool penalizeBiases)
    {
        Device device = TestDevice.Open("opencl");
        TrainingOptions options = Options("adamw", 32) with { PenalizeBiases = penalizeBiases };
        AssertSame(Fit(TestDevice.Open("cpu"), options), Fit(device, options), "adamw");
    }

    private static void Check(Device device, string rule)
    {
        foreach (int batch in Batches)
        {
            TrainingOptions options = Options(rule, batch);
            AssertSame(Fit(TestDevice.Open("cpu"), options), Fit(device, options), $"batches of {batch}");
        }
    }

    private static TrainingOptions Options(string rule, int batch)
        => new() { Optimizer = Rules[rule], LearningRate = 0.02f, BatchSize = batch, Epochs = 4, MaxUpdates = 4, Dropout = batch == 7 ? 0.2f : 0f };

    private static TrainingResult Fit(Device device, TrainingOptions options)
    {
        Network start = Network.Create(130, [new(64, Activation.Relu), new(17, Activation.Tanh), new(10, Activation.Softmax)], seed: 2);
        foreach (DenseLayer layer in start.Layers)
            DeviceMatrices.Random(6, layer.Outputs).CopyTo(layer.Biases, 0);
        return new Trainer(device, options).Fit(start, ConformanceData.Classes(Samples, 130, 10), cancellationToken: TestContext.Current.CancellationToken);
    }

    private static void AssertSame(TrainingResult expected, TrainingResult actual, string what)
    {
        Assert.Equal(expected.Updates, actual.Updates);
        Assert.Equal(expected.History.Select(epoch => epoch.Loss), actual.History.Select(epoch => epoch.Loss));
        AssertSame(expected.Network, actual.Network, what);
        foreach ((Network moments, Network other) in expected.State!.Moments.Zip(actual.State!.Moments))
            AssertSame(moments, other, $"moments with {what}");
    }

    private static void AssertSame(Network expected, Network actual, string what)
    {
        foreach ((DenseLayer layer, DenseLayer other) in expected.Layers.Zip(actual.Layers))
        {
            DeviceMatrices.AssertSameBits(layer.Weights, other.Weights, $"weights, {what}");
            DeviceMatrices.AssertSameBits(layer.Biases, other.Biases, $"biases, {what}");
        }
    }
}
