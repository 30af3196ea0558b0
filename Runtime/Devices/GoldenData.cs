using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The data of golden cases: inputs uniform on [−1, 1); targets that depend on which of the first inputs is largest.</summary>
internal static class GoldenData
{
    /// <summary>Draws a data set.</summary>
    /// <param name="seed">Philox's key.</param>
    /// <param name="samples">Rows.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="outputs">Targets a sample: the high one in the place of the largest input; for one output, high where the first input is the larger of the first two.</param>
    /// <param name="low">The targets that are not high: 0 for classes and values, −1 for margins.</param>
    /// <param name="weights">[samples]; null: 1 each.</param>
    public static Dataset Draw(ulong seed, int samples, int inputs, int outputs, float low, float[]? weights = null)
    {
        var values = new float[samples * inputs];
        var numbers = new PhiloxSequence(seed, RandomPurpose.GoldenData, step: 0, 0);
        for (int i = 0; i < values.Length; i++)
            values[i] = UniformDraw.MinusOneToOne(numbers.Next());
        var targets = new float[samples * outputs];
        Array.Fill(targets, low);
        int candidates = Math.Min(inputs, Math.Max(outputs, 2));
        for (int i = 0; i < samples; i++)
        {
            int largest = 0;
            for (int j = 1; j < candidates; j++)
            {
                if (values[(i * inputs) + j] > values[(i * inputs) + largest])
                    largest = j;
            }
            if (largest < outputs)
                targets[(i * outputs) + largest] = 1f;
        }
        return new Dataset(values, inputs, targets, outputs, weights);
    }

    /// <summary>Weights 0, 0.3, 0.6, 0.9, 1.2 in turn.</summary>
    public static float[] Weights(int samples) => [.. Enumerable.Range(0, samples).Select(i => 0.3f * (i % 5))];
}
