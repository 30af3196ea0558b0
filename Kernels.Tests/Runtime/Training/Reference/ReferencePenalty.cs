namespace NeuralGpu.Tests;

/// <summary>The contract's penalties.</summary>
internal static class ReferencePenalty
{
    public static void Add(Network network, Network gradient, TrainingOptions options, int batch, Func<float, float, float, float> fma)
    {
        if (options.L2 == 0 && options.L1 == 0)
            return;
        float l2 = (float)((double)options.L2 * batch), l1 = (float)((double)options.L1 * batch);
        float[][] w = ReferenceParameters.Arrays(network), g = ReferenceParameters.Arrays(gradient);
        for (int a = 0; a < w.Length; a++)
        {
            if (a % 2 == 1 && !(options.PenalizeBiases && options.TrainBiases))
                continue;
            for (int i = 0; i < w[a].Length; i++)
                g[a][i] = fma(l2, w[a][i], g[a][i]) + (w[a][i] > 0 ? l1 : w[a][i] < 0 ? -l1 : 0f);
        }
    }
}
