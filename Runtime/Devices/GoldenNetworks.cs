namespace NeuralGpu;

/// <summary>Golden trainings of networks by plain gradient descent, hashed over their weights.</summary>
/// <remarks>Between them: every activation, initialisation, loss of networks, schedule of the book and random sampling; widths beside, at and beyond the tiles; sums of more than one chunk over inputs and over the batch; a short last batch.</remarks>
internal static class GoldenNetworks
{
    /// <summary>Small enough for every device, ILGPU's simulator too.</summary>
    public static GoldenTraining Tiny { get; } = new(
        "tiny-3-4-2-sigmoid-softmax",
        "0ea064a49b5eba8564ab70001bb39bf3c026d60caccaf5589bd316719cf54f40",
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
            "d9c1ca378a0b195730ce0c3c142f10f7a3f40e4c8e602b0d57bde142d4459f0a",
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
            "9de2b0dae33a6c864a050f8f45d36e4548c86f8975fd14fc08446629805603fd",
            Samples: 600,
            Inputs: 600,
            [new(70, Activation.Relu), new(1, Activation.Identity)],
            Initialization.He,
            new TrainingOptions { Loss = Loss.MeanSquaredError, LearningRate = 0.05f, Schedule = Schedule.Inverse, BatchSize = 300, Epochs = 3, Seed = 4 }),
        new(
            "values-31-130-2-relu-tanh-mse",
            "9551896185afc6de9da6393a19e573950f1adcdd2141dd15a5d1149e36ae7d58",
            Samples: 130,
            Inputs: 31,
            [new(130, Activation.Relu), new(2, Activation.Tanh)],
            Initialization.He,
            new TrainingOptions { Loss = Loss.MeanSquaredError, LearningRate = 0.1f, BatchSize = 65, Epochs = 3, Seed = 5 }),
        new(
            "wide-40-12-300-sigmoid-softmax",
            "74d6c6cd2f94a1c30a849c5025fd9993cc5fadf5d12e253005e9959dc6147397",
            Samples: 64,
            Inputs: 40,
            [new(12, Activation.Sigmoid), new(300, Activation.Softmax)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.CrossEntropy, LearningRate = 0.5f, BatchSize = 64, Epochs = 3, Seed = 6 }),
    ];
}
