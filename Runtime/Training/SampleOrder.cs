using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>In which order an epoch visits the samples.</summary>
internal static class SampleOrder
{
    /// <summary>How many visits an epoch has: every sample once, or whole batches of draws.</summary>
    public static int Visits(int samples, int batchSize, Sampling sampling)
        => sampling != Sampling.WithReplacement ? samples : checked((samples + batchSize - 1) / batchSize * batchSize);

    /// <summary>Fills the row numbers of an epoch's visits.</summary>
    /// <param name="order">One place a visit.</param>
    /// <param name="samples">Rows to choose from.</param>
    /// <param name="sampling">With replacement: independent uniform draws. Without: a shuffle. In order: 0, 1, …</param>
    /// <param name="seed">The fit's seed.</param>
    /// <param name="epoch">From 1.</param>
    public static void Fill(Span<int> order, int samples, Sampling sampling, ulong seed, int epoch)
    {
        if (sampling == Sampling.WithReplacement)
        {
            var numbers = new PhiloxSequence(seed, RandomPurpose.Draws, (uint)epoch, 0);
            for (int i = 0; i < order.Length; i++)
                order[i] = UniformDraw.Below(numbers.Next(), samples);
            return;
        }
        if (sampling == Sampling.InOrder)
        {
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            return;
        }
        Shuffle(order, seed, RandomPurpose.Shuffle, (uint)epoch);
    }

    /// <summary>Fills a permutation of 0 … length − 1: Fisher and Yates' shuffle from the first place up, so that a place depends only on the draws up to it.</summary>
    public static void Shuffle(Span<int> order, ulong seed, uint purpose, uint step)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        var numbers = new PhiloxSequence(seed, purpose, step, 0);
        for (int i = 0; i < order.Length - 1; i++)
        {
            int j = i + UniformDraw.Below(numbers.Next(), order.Length - i);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
