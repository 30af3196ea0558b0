namespace NeuralGpu;

/// <summary>Golden trainings of networks and of linear least squares, one for each optimizer.</summary>
/// <remarks>Between them: step, cosine and warm-up schedules; samples in order; penalties with and without biases; dropout after two hidden layers; sample weights; clipping, one of it over more than 65 536 parameters, so that all three levels of its sums have more than one term.</remarks>
internal static class GoldenOptimizers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GoldenFit> All { get; } =
    [
        new(
            "sgd-9-2-identity-mse",
            "e80e9e15c34483fcb409342d11eaae32ca7eb4ea381443a7d4d24ab37d313d4d",
            Samples: 30,
            Inputs: 9,
            [new(2, Activation.Identity)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.MeanSquaredError, LearningRate = 0.3f, BatchSize = TrainingOptions.FullBatch, Sampling = Sampling.InOrder, Epochs = 5, L2 = 0.01f, PenalizeBiases = true, Seed = 7 }),
        new(
            "momentum-24-19-3-tanh-sigmoid-bce",
            "f2ef5db085aae7116eb5c92eb7b1690c5379182e59ccc307cd0f320432b0a59c",
            Samples: 50,
            Inputs: 24,
            [new(19, Activation.Tanh), new(3, Activation.Sigmoid)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.BinaryCrossEntropy, Optimizer = new Momentum(), LearningRate = 0.1f, Schedule = Schedule.Step(5, 0.7), BatchSize = 16, Sampling = Sampling.InOrder, Epochs = 3, L2 = 0.01f, L1 = 0.001f, Seed = 8 }),
        new(
            "nesterov-17-20-2-relu-identity-mse",
            "3c2c16f9d87ed748320ba93b8d1b228803a2d9658b8fa3f13719556e6c4e9f15",
            Samples: 45,
            Inputs: 17,
            [new(20, Activation.Relu), new(2, Activation.Identity)],
            Initialization.He,
            new TrainingOptions { Loss = Loss.MeanSquaredError, Optimizer = new Nesterov(0.8), LearningRate = 0.03f, Schedule = Schedule.Cosine(7, 0.1), BatchSize = 15, Epochs = 3, L2 = 0.02f, L1 = 0.003f, PenalizeBiases = true, Seed = 9 }),
        new(
            "rmsprop-12-9-4-sigmoid-softmax",
            "4acbfafdb155af2d08f6c792538d69f33f4cd80d1904a3ebb3b0b14df3868082",
            Samples: 40,
            Inputs: 12,
            [new(9, Activation.Sigmoid), new(4, Activation.Softmax)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.CrossEntropy, Optimizer = new RmsProp(0.9), LearningRate = 0.02f, Schedule = Schedule.InverseSqrt.WithWarmUp(5), BatchSize = 12, Sampling = Sampling.WithReplacement, Epochs = 3, Seed = 10 })
        {
            IsWeighted = true,
        },
        new(
            "adam-20-33-18-4-relu-tanh-softmax-dropout",
            "831e227d1b115028ce2d3bd7afeaf21f2e9623908c831c3d984d118c5abae2f0",
            Samples: 64,
            Inputs: 20,
            [new(33, Activation.Relu), new(18, Activation.Tanh), new(4, Activation.Softmax)],
            Initialization.He,
            new TrainingOptions { Loss = Loss.CrossEntropy, Optimizer = new Adam(), LearningRate = 0.01f, BatchSize = 24, Epochs = 3, Dropout = 0.3f, Seed = 11 }),
        new(
            "adamw-300-230-2-relu-tanh-mse-clipped",
            "001bfd62ca6071c46b4245a8054fce699aa52304549b0471afda0525705f374b",
            Samples: 16,
            Inputs: 300,
            [new(230, Activation.Relu), new(2, Activation.Tanh)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.MeanSquaredError, Optimizer = new AdamW(0.05), LearningRate = 0.002f, BatchSize = 8, Epochs = 2, ClipNorm = 0.05f, Seed = 12 }),
    ];
}
