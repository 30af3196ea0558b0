namespace NeuralGpu.Tests;

/// <summary>The contract's perceptron.</summary>
internal static class ReferencePerceptron
{
    /// <summary>The weights and the mistakes of every epoch.</summary>
    public static (Network Network, IReadOnlyList<double> Mistakes) Train(GoldenPerceptron golden, Func<float, float, float, float> fma)
    {
        Dataset data = golden.CreateData();
        Network network = Network.CreateLinear(data.Features, data.Outputs);
        float[] w = network.Layers[0].Weights, b = network.Layers[0].Biases;
        var mistakes = new List<double>();
        while (mistakes.Count < golden.Options.Epochs && !mistakes.Contains(0))
        {
            mistakes.Add(0);
            for (int row = 0; row < data.Count; row++)
            {
                float[] x = data.Inputs[(row * data.Features)..((row + 1) * data.Features)];
                for (int j = 0; j < data.Outputs; j++)
                {
                    float y = data.Targets[(row * data.Outputs) + j];
                    float z = ReferenceGemm.Dot(x.Length, i => x[i], i => w[(i * data.Outputs) + j], fma) + b[j];
                    if (y * z > 0)
                        continue;
                    mistakes[^1]++;
                    float step = golden.Options.LearningRate * y;
                    for (int i = 0; i < x.Length; i++)
                        w[(i * data.Outputs) + j] = fma(step, x[i], w[(i * data.Outputs) + j]);
                    b[j] += step;
                }
            }
        }
        return (network, mistakes);
    }
}
