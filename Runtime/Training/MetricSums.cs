namespace NeuralGpu;

/// <summary>Adds up an evaluation, sample by sample in ascending order, in binary64.</summary>
internal sealed class MetricSums(float[] targets, int outputs)
{
    private double loss;
    private double squaredError;
    private long correct;
    private int samples;

    /// <summary>Adds the samples from row <paramref name="first"/> on.</summary>
    /// <param name="losses">One a sample.</param>
    /// <param name="predictions">[samples × outputs].</param>
    /// <param name="first">Row of the first sample.</param>
    public void Add(ReadOnlySpan<float> losses, ReadOnlySpan<float> predictions, int first)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> prediction = predictions.Slice(i * outputs, outputs);
            ReadOnlySpan<float> target = targets.AsSpan((first + i) * outputs, outputs);
            loss += losses[i];
            for (int j = 0; j < outputs; j++)
            {
                double error = (double)prediction[j] - target[j];
                squaredError += error * error;
            }
            if (IsCorrect(prediction, target))
                correct++;
        }
        samples += losses.Length;
    }

    public Evaluation ToEvaluation() => new(
        samples,
        loss / samples,
        targets.Take(samples * outputs).All(target => target is 0f or 1f) ? (double)correct / samples : double.NaN,
        Math.Sqrt(squaredError / ((double)samples * outputs)),
        1 - (squaredError / TotalVariation()));

    private static bool IsCorrect(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
        => prediction.Length == 1 ? (prediction[0] >= 0.5f) == (target[0] >= 0.5f) : Largest(prediction) == Largest(target);

    private static int Largest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int j = 1; j < values.Length; j++)
        {
            if (values[j] > values[best])
                best = j;
        }
        return best;
    }

    // Σ(y − ȳ)²; NaN rather than 0 for constant targets, so that R² is NaN.
    private double TotalVariation()
    {
        double total = 0;
        for (int j = 0; j < outputs; j++)
        {
            double mean = 0;
            for (int i = 0; i < samples; i++)
                mean += targets[(i * outputs) + j];
            mean /= samples;
            for (int i = 0; i < samples; i++)
                total += (targets[(i * outputs) + j] - mean) * (targets[(i * outputs) + j] - mean);
        }
        return total > 0 ? total : double.NaN;
    }
}
