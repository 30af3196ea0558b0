namespace NeuralGpu.Tests;

/// <summary>What a training step costs beside its arithmetic: launches, and no allocation and no waiting.</summary>
public class TrainingStepCostTests
{
    // 3L + 2 for the three layers below: gather, forward 3, loss, deltas 2, gradients 3, update.
    private const int PlainLaunches = 11;

    private static readonly Dictionary<string, (TrainingOptions Options, int Launches)> Cases = new()
    {
        ["sgd"] = (new(), PlainLaunches),
        ["momentum"] = (new() { Optimizer = new Momentum() }, PlainLaunches),
        ["adam"] = (new() { Optimizer = new Adam() }, PlainLaunches),
        ["adamw"] = (new() { Optimizer = new AdamW() }, PlainLaunches + 5), // six runs of weights and biases instead of one
        ["adamw clipped"] = (new() { Optimizer = new AdamW(), ClipNorm = 0.1f }, PlainLaunches + 4 + 5),
        ["tolerance"] = (new() { Tolerance = 0.1f }, PlainLaunches), // the distance is not the step's
        ["adamw without decay"] = (new() { Optimizer = new AdamW(0) }, PlainLaunches),
        ["penalties"] = (new() { L2 = 0.1f, L1 = 0.1f }, PlainLaunches + 3),
        ["penalties with biases"] = (new() { L2 = 0.1f, PenalizeBiases = true }, PlainLaunches + 1),
        ["clipping"] = (new() { ClipNorm = 0.1f }, PlainLaunches + 4), // two levels of sums, the factor, the scaling
        ["dropout"] = (new() { Dropout = 0.3f }, PlainLaunches + 4), // two layers, forward and back
        ["biases not learnt"] = (new() { TrainBiases = false }, PlainLaunches),
        ["all"] = (new() { Optimizer = new Adam(), L2 = 0.1f, ClipNorm = 0.1f, Dropout = 0.3f }, PlainLaunches + 3 + 4 + 4),
    };

    // Those whose kernels of the gradient are also the update's.
    private static readonly string[] Joined = ["sgd", "momentum", "adam", "adamw", "adamw without decay", "dropout"];

    public static TheoryData<string, string> DevicesAndCases => [.. from device in TestDevice.All.Select(row => row.Data) from name in Cases.Keys select new TheoryDataRow<string, string>(device, name)];

    [Theory]
    [InlineData("cpu", 1, false)]
    [InlineData("cpu", 2, false)]
    [InlineData("cpu", 3, false)]
    [InlineData("cpu", 5, false)]
    [InlineData("cpu", 2, true)]
    [InlineData("opencl", 1, false)]
    [InlineData("opencl", 3, false)]
    [InlineData("opencl", 2, true)]
    public void Step_OfLayers_LaunchesThreeTimesAsManyAndAFew(string name, int layers, bool weighted)
    {
        Device device = TestDevice.Open(name);
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

        // The host's update is a launch of its own. Sample weights are one after the loss.
        Assert.Equal((3 * layers) + (device.Target.Workers is null ? 1 : 2) + (weighted ? 1 : 0), device.Target.Launches - launches);
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
        int launchesOfStep = Cases[option].Launches;
        if (device.Target.Workers is null && Joined.Contains(option))
            launchesOfStep -= option == "adamw" ? 6 : 1;
        Assert.Equal(10 * (isRecorded ? 2 : launchesOfStep), device.Target.Launches - launches);
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
