namespace NeuralGpu;

/// <summary>Golden trainings of margin classifiers: every margin loss with two classes and one-vs-rest.</summary>
/// <remarks>Between them also: every optimizer, one sample an update, biases that are not learnt, decay of biases, clipping, sample weights, and a network with a margin loss.</remarks>
internal static class GoldenMargins
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GoldenFit> All { get; } =
    [
        new(
            "hinge-21-1",
            "b7fbb9d8a0c76984792f8c9caea56ae9669b742d0debfab81eea76dc8885071b",
            Samples: 25,
            Inputs: 21,
            [new(1, Activation.Identity)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.Hinge, LearningRate = 0.06f, Schedule = Schedule.InverseSqrt, BatchSize = 1, Sampling = Sampling.InOrder, Epochs = 2, L2 = 0.1f, PenalizeBiases = true, Seed = 13 }),
        new(
            "hinge-21-4",
            "5f226d11b7bf4457616d14d5b66786426eb56e8f454bc3226b962837dc36c45b",
            Samples: 40,
            Inputs: 21,
            [new(4, Activation.Identity)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.Hinge, Optimizer = new Momentum(0.7), LearningRate = 0.05f, BatchSize = 9, Epochs = 3, Seed = 14 })
        {
            IsWeighted = true,
        },
        new(
            "squared-hinge-30-1-without-bias",
            "d8f389c0881fda0769a5c5a3fda1edf2b890d100793ef2164f3dfc5481ee3b40",
            Samples: 40,
            Inputs: 30,
            [new(1, Activation.Identity)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.SquaredHinge, Optimizer = new Adam(0.8, 0.99), LearningRate = 0.02f, BatchSize = 10, Epochs = 3, TrainBiases = false, Seed = 15 }),
        new(
            "squared-hinge-30-5-clipped",
            "41b79aa7bf434b1253112f07d2a2cbc10d0aaa9a3bba916dc5327b91c3ca4281",
            Samples: 40,
            Inputs: 30,
            [new(5, Activation.Identity)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.SquaredHinge, Optimizer = new Nesterov(), LearningRate = 0.05f, BatchSize = 13, Epochs = 3, ClipNorm = 0.8f, Seed = 16 }),
        new(
            "logistic-18-13-1-tanh-dropout",
            "67d72f6fea90e79581df8aa7cb971e338eb0b3cc1647f601587a78b27c358a01",
            Samples: 40,
            Inputs: 18,
            [new(13, Activation.Tanh), new(1, Activation.Identity)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.Logistic, Optimizer = new RmsProp(), LearningRate = 0.01f, BatchSize = 10, Epochs = 3, Dropout = 0.5f, Seed = 17 }),
        new(
            "logistic-18-3-bias-decay",
            "1f7f2952e8f072967f9672df606d8bc2d5e6ef4a13b6302d6ac32f92863b356c",
            Samples: 40,
            Inputs: 18,
            [new(3, Activation.Identity)],
            Initialization.Glorot,
            new TrainingOptions { Loss = Loss.Logistic, Optimizer = new AdamW(0.1), LearningRate = 0.03f, BatchSize = 11, Epochs = 3, PenalizeBiases = true, Seed = 18 }),
    ];
}
