namespace NeuralGpu.Tests;

/// <summary>The memory of a fit is predicted to the byte, and looked for before it is taken.</summary>
public class TrainingMemoryTests
{
    private const int Samples = 75;
    private const int Features = 9;
    private const int Outputs = 3;

    private static readonly Dictionary<string, int[]> Hidden = new()
    {
        ["linear"] = [],
        ["one layer"] = [17],
        ["three layers"] = [64, 5, 33],
    };

    private static readonly Dictionary<string, TrainingOptions> Options = new()
    {
        ["sgd"] = new() { BatchSize = 7 },
        ["momentum"] = new() { Optimizer = new Momentum() },
        ["adam"] = new() { Optimizer = new Adam(), LearningRate = 0.01f },
        ["adamw"] = new() { Optimizer = new AdamW(0.1), LearningRate = 0.01f },
        ["all samples"] = new() { BatchSize = TrainingOptions.FullBatch },
        ["with replacement"] = new() { Sampling = Sampling.WithReplacement },
        ["dropout"] = new() { Dropout = 0.25f },
        ["clipping"] = new() { ClipNorm = 0.1f },
        ["penalties"] = new() { L2 = 0.1f, L1 = 0.1f, PenalizeBiases = true },
        ["tolerance"] = new() { Tolerance = 1e-30f },
        ["tolerance and rmsprop"] = new() { Tolerance = 1e-30f, Optimizer = new RmsProp(), LearningRate = 0.001f },
        ["early stopping"] = new() { EarlyStopping = new(Metric.TrainingLoss, 5) },
        ["all"] = new() { Optimizer = new Adam(), LearningRate = 0.01f, Sampling = Sampling.WithReplacement, ClipNorm = 0.1f, Dropout = 0.25f, L2 = 0.1f, Tolerance = 1e-30f, EarlyStopping = new(Metric.TrainingLoss, 5) },
    };

    public static TheoryData<string, string> DevicesAndOptions => [.. from device in TestDevice.All.Select(row => row.Data) from option in Options.Keys select new TheoryDataRow<string, string>(device, option)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [MemberData(nameof(DevicesAndOptions))]
    public void MemoryOf_NetworksAndData_IsWhatTheFitTakesToTheByte(string name, string option)
    {
        Device device = TestDevice.Open(name);
        foreach ((string shape, int[] hidden) in Hidden)
        {
            if (Options[option].Dropout > 0 && hidden.Length == 0)
                continue;
            foreach ((int batch, bool weighted, int held) in new[] { (16, false, 0), (16, true, 20), (500, false, 1100) })
                AssertPredicted(device, hidden, Options[option] with { BatchSize = Math.Max(batch, Options[option].BatchSize), Epochs = 2 }, weighted, held, $"{shape}, batch {batch}, weighted {weighted}, validation {held}");
        }
    }

    [Fact]
    public void MemoryOf_ADeviceThatRecordsSteps_IsWhatTheFitTakesToTheByte()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80);
        Device device = driver.Open();
        long before = driver.Calls.OfType<DriverCall.Instantiate>().Count();
        AssertPredicted(device, [5], new TrainingOptions { BatchSize = 16, Epochs = 2 }, weighted: true, held: 20, "stand-in");
        Assert.True(driver.Calls.OfType<DriverCall.Instantiate>().Count() > before);
        AssertPredicted(device, [5], new TrainingOptions { BatchSize = 16, Epochs = 2, Dropout = 0.5f }, weighted: false, held: 0, "stand-in, dropout");
    }

    [Fact]
    public void MemoryOf_ProductsInChunks_CountsTheirSumsOnceAndTheDeviceKeepsThem()
    {
        using var driver = new StandInDriver(StandInDevice.Sm90);
        Device device = driver.Open();
        // Weight gradients of 2 × 2 and 1 + 2 sums from 600 samples: three chunks.
        Network network = NeuralGpu.Network.Create(2, [new LayerShape(2, Activation.Tanh), new LayerShape(2, Activation.Softmax)], seed: 1);
        Dataset data = ConformanceData.Classes(600, 2, 2);
        var trainer = new Trainer(device, new TrainingOptions { BatchSize = 600, Epochs = 2 });
        TrainingMemory predicted = trainer.MemoryOf(network, data);
        Assert.Equal(4 * 32, predicted.ChunkSums);
        Assert.Equal(0, new Trainer(device, new TrainingOptions { BatchSize = 256 }).MemoryOf(network, data).ChunkSums);
        Assert.Equal(0, new Trainer(TestDevice.Open("cpu"), new TrainingOptions { BatchSize = 600 }).MemoryOf(network, data).ChunkSums);
        long before = device.TakenBytes;

        // The first fit needs all of it, the second finds the chunk sums.
        device.MemoryLimit = before + predicted.Total - 1;
        Assert.Contains("The largest batch that fits is ", Assert.Throws<DeviceMemoryException>(() => trainer.Fit(network, data, cancellationToken: Token)).Message, StringComparison.Ordinal);
        device.MemoryLimit++;
        trainer.Fit(network, data, cancellationToken: Token);
        Assert.Equal(predicted.Total, device.PeakBytes - before);
        Assert.Equal(predicted.ChunkSums, device.TakenBytes - before);
        trainer.Fit(network, data, cancellationToken: Token);
        Assert.Equal(predicted.ChunkSums, device.TakenBytes - before);
    }

    [Fact]
    public void MemoryOf_WidthsAlone_IsThatOfTheNetworkAndAllocatesNothing()
    {
        Device device = TestDevice.Open("cpu");
        var trainer = new Trainer(device, Options["all"]);
        long allocations = device.Allocations;

        TrainingMemory ofWidths = trainer.MemoryOf([Features, 17, 4, Outputs], new DatasetShape(Samples, isWeighted: true), new DatasetShape(30));

        Assert.Equal(trainer.MemoryOf(Network([17, 4]), Data(Samples, weighted: true), Data(30, weighted: false)), ofWidths);
        Assert.Equal(allocations, device.Allocations);
        // More than any machine has: a million neurons a layer are 2 · 4·10¹² bytes of weights, gradients and two copies each.
        Assert.True(trainer.MemoryOf([1_000_000, 1_000_000, 1_000_000], new DatasetShape(1)).Total > 4 * 8e12);
    }

    [Fact]
    public void MemoryOf_AKnownNetwork_HasThePartsThatOneCanCount()
    {
        TrainingMemory memory = new Trainer(TestDevice.Open("cpu"), new() { Optimizer = new Momentum(), BatchSize = 10 }).MemoryOf([64, 128, 64], new DatasetShape(1000));

        // 64·128 + 128 + 128·64 + 64 numbers, all multiples of 64.
        const long Parameters = 4 * 16576;
        Assert.Equal(Parameters, memory.Parameters);
        Assert.Equal(Parameters, memory.Gradients);
        Assert.Equal(Parameters + (4 * 6), memory.OptimizerState);
        Assert.Equal(4 * Parameters, memory.Copies);
        Assert.Equal(4 * 1000 * 128, memory.Data);
        // 64 + 64 of a sample, 128 + 64 outputs and as many deltas.
        Assert.Equal(4 * 10 * 512, memory.Activations);
        Assert.Equal(12 * 1000, memory.Visits);
        Assert.Equal(8 * 1000, memory.PageLocked);
        Assert.Equal(0, memory.Validation + memory.Clipping + memory.ChunkSums);
        Assert.Equal((7 * Parameters) + 24 + 512_000 + 20_480 + 12_000, memory.Total);
        Assert.StartsWith("1.0 MB: data 0.5 MB, copies of parameters 0.3 MB, ", memory.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData(5)]
    [InlineData(5, 0, 3)]
    public void MemoryOf_WidthsThatAreNone_Refuses(params int[] widths)
        => Assert.Contains("such as 784, 100, 10", Assert.Throws<ArgumentException>(() => new Trainer(TestDevice.Open("cpu"), new()).MemoryOf(widths, new DatasetShape(1))).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fit_BatchThatDoesNotFit_NamesTheLargestThatDoes(string name)
    {
        Device device = TestDevice.Open(name);
        foreach (Sampling sampling in Enum.GetValues<Sampling>())
        {
            var options = new TrainingOptions { BatchSize = 70, Epochs = 1, Sampling = sampling };
            var trainer = new Trainer(device, options);
            long need = trainer.MemoryOf(Network([40]), Data(Samples, weighted: false)).Total;
            long limit = device.MemoryLimit;
            try
            {
                device.MemoryLimit = device.TakenBytes + need - 1;
                long allocations = device.Allocations;
                string message = Assert.Throws<DeviceMemoryException>(() => trainer.Fit(Network([40]), Data(Samples, weighted: false), cancellationToken: Token)).Message;
                Assert.Equal(allocations, device.Allocations);

                int largest = Enumerable.Range(1, 69).Last(batch => new Trainer(device, options with { BatchSize = batch }).MemoryOf(Network([40]), Data(Samples, weighted: false)).Total < need);
                Assert.Contains($"The largest batch that fits is {largest}, not 70", message, StringComparison.Ordinal);
                Assert.Contains("The fit needs ", message, StringComparison.Ordinal);
                Assert.Contains(device.Info.Name, message, StringComparison.Ordinal);
                // And it does.
                Assert.Equal(StopReason.Completed, new Trainer(device, options with { BatchSize = largest }).Fit(Network([40]), Data(Samples, weighted: false), cancellationToken: Token).StopReason);
                device.MemoryLimit++;
                Assert.Equal(StopReason.Completed, trainer.Fit(Network([40]), Data(Samples, weighted: false), cancellationToken: Token).StopReason);
            }
            finally
            {
                device.MemoryLimit = limit;
            }
        }
    }

    [Theory]
    [InlineData("cpu", 1, 400, "most of it data (", "Use fewer samples or features.")]
    [InlineData("cpu", 500, 4, "most of it copies of parameters (", "Use a smaller network, or an optimizer that keeps less")]
    [InlineData("opencl", 1, 400, "most of it data (", "Use fewer samples or features.")]
    [InlineData("cuda", 1, 400, "most of it data (", "Use fewer samples or features.")]
    public void Fit_NoBatchFits_SaysWhatTakesTheMostAndWhatHelps(string name, int hidden, int samples, string largest, string remedy)
    {
        Device device = TestDevice.Open(name);
        var trainer = new Trainer(device, new() { BatchSize = 2 });
        long limit = device.MemoryLimit;
        try
        {
            device.MemoryLimit = device.TakenBytes + 1000;
            string message = Assert.Throws<DeviceMemoryException>(() => trainer.Fit(Network([hidden]), Data(samples, weighted: false), cancellationToken: Token)).Message;
            Assert.Contains("1000 bytes free", message, StringComparison.Ordinal);
            Assert.Contains("No batch fits: with one sample it would be ", message, StringComparison.Ordinal);
            Assert.Contains(largest, message, StringComparison.Ordinal);
            Assert.Contains(remedy, message, StringComparison.Ordinal);
        }
        finally
        {
            device.MemoryLimit = limit;
        }
    }

    [Fact]
    public void Fit_OnCuda_CountsWhatOthersTakeOfTheDevice()
    {
        using var driver = new StandInDriver(StandInDevice.Sm80 with { MemoryBytes = 1 << 20 });
        Device device = driver.Open();
        using DeviceBuffer<float> most = device.AllocateFloats((1 << 18) - 500);
        // What the driver says is free, not the limit, is what stops the fit.
        device.MemoryLimit = 1L << 40;
        Assert.Equal(2000, device.FreeBytes);
        Assert.Contains("2000 bytes free", Assert.Throws<DeviceMemoryException>(() => new Trainer(device, new()).Fit(Network([5]), Data(Samples, weighted: false), cancellationToken: Token)).Message, StringComparison.Ordinal);
    }

    private static void AssertPredicted(Device device, int[] hidden, TrainingOptions options, bool weighted, int held, string message)
    {
        Network network = Network(hidden);
        Dataset training = Data(Samples, weighted);
        Dataset? validation = held == 0 ? null : Data(held, weighted);
        var trainer = new Trainer(device, options);
        device.ForgetPeak();
        long before = device.TakenBytes;

        TrainingMemory predicted = trainer.MemoryOf(network, training, validation);
        trainer.Fit(network, training, validation, cancellationToken: Token);

        Assert.True(predicted.Total == device.PeakBytes - before, $"{message}: predicted {predicted.Total}, taken {device.PeakBytes - before}");
        Assert.Equal(before, device.TakenBytes);
    }

    private static Network Network(int[] hidden)
        => NeuralGpu.Network.Create(Features, [.. hidden.Select(width => new LayerShape(width, Activation.Tanh)), new LayerShape(Outputs, Activation.Softmax)], seed: 1);

    private static Dataset Data(int samples, bool weighted)
    {
        Dataset data = ConformanceData.Classes(samples, Features, Outputs);
        return weighted ? new Dataset(data.Inputs, data.Features, data.Targets, data.Outputs, [.. Enumerable.Range(0, samples).Select(i => 0.5f + (i % 3))]) : data;
    }
}
