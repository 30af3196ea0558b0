using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The first ten steps of every optimizer against PyTorch's definitions in binary64, on every device.</summary>
public class OptimizerTests
{
    private const double Tolerance = 1e-6; // relative to the largest weight, as the rounding of W is
    private const int Steps = 10;

    private static readonly Dictionary<string, Optimizer> Rules = new()
    {
        ["sgd"] = new Sgd(),
        ["momentum"] = new Momentum(),
        ["momentum 0.5"] = new Momentum(0.5),
        ["momentum 0"] = new Momentum(0),
        ["nesterov"] = new Nesterov(),
        ["rmsprop"] = new RmsProp(),
        ["rmsprop 0.9"] = new RmsProp(0.9, 1e-6),
        ["adam"] = new Adam(),
        ["adam 0.5, 0.9"] = new Adam(0.5, 0.9, 1e-4),
        ["adamw"] = new AdamW(),
        ["adamw 0.3"] = new AdamW(0.3),
        ["adamw 0"] = new AdamW(0),
    };

    public static TheoryData<string, string> DevicesAndRules => [.. from device in TestDevice.All.Select(row => row.Data) from rule in Rules.Keys select new TheoryDataRow<string, string>(device, rule)];

    [Theory]
    [MemberData(nameof(DevicesAndRules))]
    public void Update_TenSteps_AreThoseOfBinary64(string name, string rule) => Check(name, rule, penalizeBiases: false, batch: 3);

    [Theory]
    [InlineData("cpu")]
    [InlineData("opencl")]
    [InlineData("cuda")]
    public void Update_BiasesPenalised_DecayToo(string name) => Check(name, "adamw 0.3", penalizeBiases: true, batch: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_BiasesNotLearnt_StayAsTheyAre(bool penalizeBiases)
    {
        Device device = TestDevice.Open("cpu");
        Network start = Start();
        Dataset data = ConformanceData.Values(10, 5, 3);
        foreach (Optimizer optimizer in Rules.Values)
        {
            TrainingOptions options = new() { Loss = Loss.MeanSquaredError, Optimizer = optimizer, LearningRate = 0.01f, Epochs = 2, L2 = 0.1f, L1 = 0.1f, TrainBiases = false, PenalizeBiases = penalizeBiases };
            Network network = new Trainer(device, options).Fit(start, data, cancellationToken: TestContext.Current.CancellationToken).Network;
            Assert.Equal(start.Layers[0].Biases, network.Layers[0].Biases);
            Assert.NotEqual(start.Layers[0].Weights, network.Layers[0].Weights);
        }
    }

    [Fact]
    public void Validate_OutOfRange_IsRefused()
    {
        Optimizer[] bad =
        [
            new Momentum(1), new Momentum(-0.1), new Momentum(double.NaN), new Nesterov(1), new RmsProp(1), new RmsProp(0.9, 0), new RmsProp(0.9, 1e-40), new Adam(1), new Adam(0.9, 1), new Adam(0.9, 0.99, -1),
            new Adam(0.9, 0.99, double.PositiveInfinity), new Adam(0.9, 0.99, 1e39), new AdamW(-1), new AdamW(double.NaN), new AdamW(double.PositiveInfinity), new AdamW(0.1, 1), new AdamW(0.1, 0.9, -1), new AdamW(0.1, 0.9, 0.99, 0),
        ];
        Assert.All(bad, optimizer => Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(TestDevice.Open("cpu"), new TrainingOptions { Optimizer = optimizer })));
        Assert.All(Rules.Values, optimizer => optimizer.Validate());
    }

    private static Network Start() => new([new DenseLayer(5, 3, Activation.Identity, DeviceMatrices.Random(90, 15), DeviceMatrices.Random(91, 3))]);

    private static void Check(string name, string rule, bool penalizeBiases, int batch)
    {
        Device device = TestDevice.Open(name);
        Network start = Start();
        var options = new TrainingOptions { Optimizer = Rules[rule], PenalizeBiases = penalizeBiases };
        using DeviceParameters parameters = DeviceParameters.Upload(device, start), gradient = DeviceParameters.Zeros(device, start);
        using var state = new OptimizerState(device, start, options, parameters, gradient, []);
        // The gather of a batch takes the numbers of an update along.
        using DeviceBuffer<float> sample = DeviceMatrices.Upload(device, [1f]), gathered = device.AllocateFloats(1), gatheredTarget = device.AllocateFloats(1);
        using DeviceBuffer<int> row = device.AllocateInts(1);
        row.Upload([0]);
        double[] w = Flat(start), first = new double[w.Length], second = new double[w.Length];
        for (int t = 1; t <= Steps; t++)
        {
            Network g = Gradient(t);
            using (DeviceParameters uploaded = DeviceParameters.Upload(device, g))
            {
                uploaded.CopyTo(gradient);
                device.Synchronize();
            }
            double rate = 0.02 / Math.Sqrt(t);
            device.Operations.Get(target => new SampleGather(target)).Run(
                new Samples(sample.AsMatrix(1, 1), sample.AsMatrix(1, 1)), row.Elements, new Samples(gathered.AsMatrix(1, 1), gatheredTarget.AsMatrix(1, 1)), state.NumbersOf(rate, batch, t), state.Numbers);
            state.Update(batch);
            double[] sums = Flat(g);
            for (int i = 0; i < w.Length; i++)
                w[i] = Step(options.Optimizer, w[i], sums[i] / batch, ref first[i], ref second[i], rate, t, isDecayed: i < 15 || penalizeBiases);
        }
        AssertNear(w, Flat(parameters.Download(device)));
        double[][] moments = [first, second];
        for (int i = 0; i < state.Moments.Count; i++)
            AssertNear(moments[i], Flat(state.Moments[i].Download(device)));
    }

    // One parameter's step as PyTorch's documentation has it.
    private static double Step(Optimizer optimizer, double w, double g, ref double first, ref double second, double rate, int t, bool isDecayed)
    {
        switch (optimizer)
        {
            case Momentum rule:
                first = (rule.Coefficient * first) + g;
                return w - (rate * first);
            case Nesterov rule:
                first = (rule.Coefficient * first) + g;
                return w - (rate * (g + (rule.Coefficient * first)));
            case RmsProp rule:
                first = (rule.Decay * first) + ((1 - rule.Decay) * g * g);
                return w - (rate * g / (Math.Sqrt(first) + rule.Epsilon));
            case Adam rule:
                return AdamStep(w, g, ref first, ref second, rate, t, rule.Beta1, rule.Beta2, rule.Epsilon);
            case AdamW rule:
                return AdamStep(isDecayed ? w - (rate * rule.WeightDecay * w) : w, g, ref first, ref second, rate, t, rule.Beta1, rule.Beta2, rule.Epsilon);
            default:
                return w - (rate * g);
        }
    }

    private static double AdamStep(double w, double g, ref double m, ref double v, double rate, int t, double beta1, double beta2, double epsilon)
    {
        m = (beta1 * m) + ((1 - beta1) * g);
        v = (beta2 * v) + ((1 - beta2) * g * g);
        double meanHat = m / (1 - Math.Pow(beta1, t)), squareHat = v / (1 - Math.Pow(beta2, t));
        return w - (rate * meanHat / (Math.Sqrt(squareHat) + epsilon));
    }

    private static Network Gradient(int t) => new([new DenseLayer(5, 3, Activation.Identity, DeviceMatrices.Random(100 + (uint)t, 15), DeviceMatrices.Random(200 + (uint)t, 3))]);

    private static double[] Flat(Network network) => [.. ReferenceParameters.Arrays(network).SelectMany(values => values.Select(value => (double)value))];

    private static void AssertNear(double[] expected, double[] actual)
    {
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], Tolerance * largest);
    }
}
