namespace NeuralGpu;

/// <summary>The small trainings that every device must reproduce, bit for bit.</summary>
/// <remarks>Between them: every activation, initialisation, loss, schedule and sampling; widths beside, at and beyond the tiles; sums of more than one chunk over inputs and over the batch; a short last batch.</remarks>
public static class GoldenTrainings
{
    /// <summary>Version of the contract that the expected hashes belong to.</summary>
    public const int ContractVersion = 1;

    /// <summary>Small enough for every device, ILGPU's simulator too.</summary>
    public static GoldenTraining Tiny { get; } = new(
        "tiny-3-4-2-sigmoid-softmax",
        "a8f7c1879b1cdfc64e0831ededf986e5b675a3818c75b955457eb9aa301d7bc3",
        Samples: 6,
        Inputs: 3,
        [new(4, Activation.Sigmoid), new(2, Activation.Softmax)],
        Initialization.Glorot,
        new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.5f, BatchSize = 4, Epochs = 2, Seed = 1 });

    /// <summary>All of them, the cheapest first.</summary>
    public static IReadOnlyList<GoldenTraining> All { get; } =
    [
        Tiny,
        new(
            "classes-64-33-10-sigmoid-softmax",
            "4d26b7c755410bf69b760a1e4babf9624e9e4fc7852559d1df2441f4e6009537",
            Samples: 250,
            Inputs: 64,
            [new(33, Activation.Sigmoid), new(10, Activation.Softmax)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.5f, BatchSize = 32, Epochs = 3, Seed = 2 }),
        new(
            "labels-20-17-9-3-tanh-sigmoid-bce",
            "c8ee14ca5000b5be734ad08f3f383f3fbb97a64550e87e531095fb0025184321",
            Samples: 120,
            Inputs: 20,
            [new(17, Activation.Tanh), new(9, Activation.Tanh), new(3, Activation.Sigmoid)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.BinaryCrossEntropy, LearningRate = 0.3f, Schedule = Schedule.InverseSqrt, BatchSize = 16, Epochs = 4, Sampling = Sampling.WithReplacement, Seed = 3 }),
        new(
            "values-600-70-1-relu-identity-mse",
            "273a578306a57f5bca66023aea4541611b7ff05e3d9b1446ff58c96be7a5848d",
            Samples: 600,
            Inputs: 600,
            [new(70, Activation.Relu), new(1, Activation.Identity)],
            Initialization.He,
            new TrainingOptions { Loss = Loss.MeanSquaredError, LearningRate = 0.05f, Schedule = Schedule.Inverse, BatchSize = 300, Epochs = 3, Seed = 4 }),
        new(
            "values-31-130-2-relu-tanh-mse",
            "81b78215ae0138b950d15fdbb18ad04c96ad1f8a87b3f1f58cb6a2a7a711c67c",
            Samples: 130,
            Inputs: 31,
            [new(130, Activation.Relu), new(2, Activation.Tanh)],
            Initialization.He,
            new TrainingOptions { Loss = Loss.MeanSquaredError, LearningRate = 0.1f, BatchSize = 65, Epochs = 3, Seed = 5 }),
        new(
            "wide-40-12-300-sigmoid-softmax",
            "5759b2d2429a3e6abff241054a5b3254fb443c5298f8b08b5cf1f15115caf0d5",
            Samples: 64,
            Inputs: 40,
            [new(12, Activation.Sigmoid), new(300, Activation.Softmax)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.5f, BatchSize = 64, Epochs = 3, Seed = 6 }),
    ];

    /// <summary>Runs every golden training on a device, one after the other.</summary>
    /// <remarks>On <see cref="DeviceKind.Simulator"/> only <see cref="Tiny"/>: the others would take hours there.</remarks>
    public static IEnumerable<GoldenResult> Run(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        IEnumerable<GoldenTraining> trainings = device.Info.Kind == DeviceKind.Simulator ? [Tiny] : All;
        return trainings.Select(training => training.Run(device));
    }
}
