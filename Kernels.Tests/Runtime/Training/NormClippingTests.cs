namespace NeuralGpu.Tests;

/// <summary>Clipping of a whole gradient, on every device.</summary>
public class NormClippingTests
{
    // One chunk; several; and more than 65 536 parameters, so that there are several groups of chunks.
    private static readonly (int Inputs, int Outputs)[] Shapes = [(3, 2), (40, 30), (300, 260)];

    public static TheoryData<string, int, int> Cases => [.. from device in TestDevice.All.Select(row => row.Data) from shape in Shapes select new TheoryDataRow<string, int, int>(device, shape.Inputs, shape.Outputs)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_LongerGradient_IsScaledToTheLimitOfItsMean(string name, int inputs, int outputs)
    {
        const int Batch = 7;
        Device device = TestDevice.Open(name);
        Network gradient = new([new DenseLayer(inputs, outputs, Activation.Identity, DeviceMatrices.Random(95, inputs * outputs), DeviceMatrices.Random(96, outputs))]);
        double norm = Norm(gradient);
        float limit = (float)(norm / Batch / 3);
        Network clipped = Clip(device, gradient, limit, Batch);
        Assert.Equal(limit * Batch, Norm(clipped), 1e-5 * limit * Batch);
        Assert.All(gradient.Layers[0].Weights.Zip(clipped.Layers[0].Weights), pair => Assert.Equal(pair.First / 3, pair.Second, 1e-5f));
        Network reference = gradient.Clone();
        ReferenceClipping.Clip(reference, limit, Batch, MathF.FusedMultiplyAdd);
        Assert.Equal(reference.WeightsSha256(), clipped.WeightsSha256());
        Assert.Equal(gradient.WeightsSha256(), Clip(device, gradient, (float)(norm / Batch * 1.01), Batch).WeightsSha256());
        Assert.Equal(gradient.WeightsSha256(), Clip(device, gradient, float.MaxValue, Batch).WeightsSha256());
    }

    [Fact]
    public void Run_ZeroGradient_StaysZero()
        => Assert.All(Clip(TestDevice.Open("cpu"), Network.CreateLinear(3), 1f, 2).Layers[0].Weights, value => Assert.Equal(0f, value));

    [Fact]
    public void Fit_GradientThatIsNotFinite_StopsInsteadOfStandingStill()
    {
        // z = 1e35 and the loss are finite, but g = 1e25 and g² overflows.
        var start = new Network([new DenseLayer(1, 1, Activation.Identity, [1e10f], [0f])]);
        TrainingOptions options = new() { Loss = Loss.Hinge, LearningRate = 0.1f, BatchSize = 1, Epochs = 3, ClipNorm = 1f };
        TrainingResult result = new Trainer(TestDevice.Open("cpu"), options).Fit(start, new Dataset([1e25f], 1, [-1f], 1), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.Equal(start.WeightsSha256(), result.Network.WeightsSha256());
    }

    private static Network Clip(Device device, Network gradient, float limit, int batch)
    {
        using DeviceParameters onDevice = DeviceParameters.Upload(device, gradient);
        using var clipping = new NormClipping(device, onDevice, limit);
        clipping.Run(batch);
        return onDevice.Download(device);
    }

    private static double Norm(Network gradient) => Math.Sqrt(ReferenceParameters.Arrays(gradient).SelectMany(values => values).Sum(value => (double)value * value));
}
