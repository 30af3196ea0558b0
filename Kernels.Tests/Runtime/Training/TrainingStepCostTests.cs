namespace NeuralGpu.Tests;

/// <summary>What a training step costs beside its arithmetic: launches, and no allocation and no waiting.</summary>
public class TrainingStepCostTests
{
    // 3L + 1 for the three layers below: gather, forward 3, loss, deltas 2, gradients 3 with their updates.
    private const int PlainLaunches = 10;

    // Where the gradient is needed as a whole, the update is a launch of its own.
    private const int LaunchesWithGradient = PlainLaunches + 1;

    private static readonly Dictionary<string, (TrainingOptions Options, int Launches)> Cases = new()
    {
        ["sgd"] = (new(), PlainLaunches),
        ["momentum"] = (new() { Optimizer = new Momentum() }, PlainLaunches),
        ["adam"] = (new() { Optimizer = new Adam() }, PlainLaunches),
        ["adamw"] = (new() { Optimizer = new AdamW() }, PlainLaunches),
        ["adamw clipped"] = (new() { Optimizer = new AdamW(), ClipNorm = 0.1f }, LaunchesWithGradient + 4 + 5), // six runs of weights and biases instead of one
        ["tolerance"] = (new() { Tolerance = 0.1f }, LaunchesWithGradient), // the distance is not the step's
        ["adamw without decay"] = (new() { Optimizer = new AdamW(0) }, PlainLaunches),
        ["penalties"] = (new() { L2 = 0.1f, L1 = 0.1f }, LaunchesWithGradient + 3),
        ["penalties with biases"] = (new() { L2 = 0.1f, PenalizeBiases = true }, LaunchesWithGradient + 1),
        ["clipping"] = (new() { ClipNorm = 0.1f }, LaunchesWithGradient + 4), // two levels of sums, the factor, the scaling
        ["dropout"] = (new() { Dropout = 0.3f }, PlainLaunches + 4), // two layers, forward and back
        ["biases not learnt"] = (new() { TrainBiases = false }, LaunchesWithGradient),
        ["all"] = (new() { Optimizer = new Adam(), L2 = 0.1f, ClipNorm = 0.1f, Dropout = 0.3f }, LaunchesWithGradient + 3 + 4 + 4),
    };

    public static TheoryData<string, string> DevicesAndCases => [.. from device in TestDevice.All.Select(row => row.Data) from name in Cases.Keys select new TheoryDataRow<string, string>(device, name)];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    [InlineData(2, true)]
    public void Step_OfLayers_LaunchesThreeTimesAsManyAndOne(int layers, bool weighted)
    {
        Device device = TestDevice.Open("cpu");
        Network network = Network.Create(7, [.. Enumerable.Range(1, layers).Select(i => new LayerShape(i == layers ? 3 : 5, i == layers ? Activation.Softmax : Activation.Tanh))], seed: 1);
        Dataset data = ConformanceData.Classes(20, 7, 3);
        if (weighted)
            data = new Dataset(data.Inputs, data.Features, data.Targets, data.Outputs, [.. Enumerable.Repeat(0.5f, data.Count)]);
        using var onDevice = new DeviceDataset(device, data);
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        using var step = new TrainingStep(device, network, onDevice, parameters, new(), data.Count);
        using DeviceBuffer<int> rows = device.AllocateInts(data.Count);
        rows.Upload([.. Enumerable.Range(0, data.Count)]);
        using DeviceBuffer<float> losses = device.AllocateFloats(data.Count);
        long launches = device.Target.Launches;

        step.Run(rows.Elements, losses.View(), 0.01, 1);

        // Sample weights are a launch of their own after the loss.
        Assert.Equal((3 * layers) + 1 + (weighted ? 1 : 0), device.Target.Launches - launches);
    }

    [Theory]
    [MemberData(nameof(DevicesAndCases))]
    public void Step_WithOptions_LaunchesWhatItMustAndAllocatesNothing(string name, string option)
    {
        Device device = TestDevice.Open(name);
        Network network = Network.Create(20, [new(16, Activation.Relu), new(9, Activation.Tanh), new(3, Activation.Softmax)], seed: 1);
        Dataset data = ConformanceData.Classes(32, 20, 3);
        using var onDevice = new DeviceDataset(device, data);
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        using var step = new TrainingStep(device, network, onDevice, parameters, Cases[option].Options, data.Count);
        using DeviceBuffer<int> rows = device.AllocateInts(data.Count);
        rows.Upload([.. Enumerable.Range(0, data.Count)]);
        using DeviceBuffer<float> losses = device.AllocateFloats(data.Count);
        Run(3);
        long allocations = device.Allocations, waits = device.Synchronizations, launches = device.Target.Launches;

        Run(10);

        Assert.Equal(0, device.Allocations - allocations);
        Assert.Equal(0, device.Synchronizations - waits);
        // A recorded step is a launch of its own after the gather.
        bool isRecorded = device.Target.Graphs is not null && Cases[option].Options.Dropout == 0;
        Assert.Equal(10 * (isRecorded ? 2 : Cases[option].Launches), device.Target.Launches - launches);
        if (device.Info.Kind == DeviceKind.Cpu)
            Assert.Equal(0, ManagedBytesOnceWarm());

        // The JIT's first tiers allocate where the last does not, so the steadiest of some rounds counts.
        long ManagedBytesOnceWarm()
        {
            long least = long.MaxValue;
            for (int round = 0; round < 20 && least > 0; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Run(50);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                Thread.Sleep(20);
            }
            return least;
        }

        void Run(int steps)
        {
            for (int i = 1; i <= steps; i++)
                step.Run(rows.Elements, losses.View(), 0.01, i);
        }
    }
}
