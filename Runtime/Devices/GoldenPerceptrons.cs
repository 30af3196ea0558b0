namespace NeuralGpu;

/// <summary>Golden fits of perceptrons.</summary>
internal static class GoldenPerceptrons
{
    /// <summary>All of them: dot products of more than one chunk, several outputs.</summary>
    public static IReadOnlyList<GoldenPerceptron> All { get; } =
    [
        new("perceptron-300-3", "c1f74e37cb5477f528525a76755700de7800c1c2227a074f2999cd37aa0aec1d", Samples: 40, Inputs: 300, Outputs: 3, Seed: 21, new PerceptronOptions { LearningRate = 0.37f, Epochs = 3 }),
    ];
}
