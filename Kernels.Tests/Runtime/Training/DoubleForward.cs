namespace NeuralGpu.Tests;

/// <summary>A network's mean squared loss in binary64: what central differences are taken of.</summary>
internal static class DoubleForward
{
    public static double Loss(Network network, Dataset data)
    {
        double total = 0;
        for (int row = 0; row < data.Count; row++)
        {
            double[] a = [.. data.Inputs[(row * data.Features)..((row + 1) * data.Features)].Select(value => (double)value)];
            foreach (DenseLayer layer in network.Layers)
            {
                var next = new double[layer.Outputs];
                for (int j = 0; j < next.Length; j++)
                {
                    double z = layer.Biases[j];
                    for (int i = 0; i < a.Length; i++)
                        z += a[i] * layer.Weights[(i * layer.Outputs) + j];
                    next[j] = layer.Activation switch { Activation.Sigmoid => 1 / (1 + Math.Exp(-z)), Activation.Tanh => Math.Tanh(z), _ => z };
                }
                a = next;
            }
            for (int j = 0; j < a.Length; j++)
                total += 0.5 * Math.Pow(a[j] - data.Targets[(row * data.Outputs) + j], 2);
        }
        return total / data.Count;
    }
}
