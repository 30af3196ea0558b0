namespace NeuralGpu.Tests;

/// <summary>The contract's clipping by the gradient's norm.</summary>
internal static class ReferenceClipping
{
    public static void Clip(Network gradient, float limit, int batch, Func<float, float, float, float> fma)
    {
        if (limit == 0)
            return;
        float[] values = ReferenceParameters.Padded(gradient);
        float[] chunks = [.. values.Chunk(256).Select(chunk => chunk.Aggregate(0f, (chain, value) => fma(value, value, chain)))];
        float[] groups = [.. chunks.Chunk(256).Select(Chain)];
        float norm = MathF.Sqrt(groups.Chunk(256).Select(Chain).Aggregate((sum, chain) => sum + chain));
        float largest = (float)((double)limit * batch);
        float factor = norm > largest ? largest / norm : 1f;
        foreach (float[] array in ReferenceParameters.Arrays(gradient))
        {
            for (int i = 0; i < array.Length; i++)
                array[i] = factor * array[i];
        }
    }

    private static float Chain(float[] values) => values.Aggregate(0f, (chain, value) => chain + value);
}
