using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>In which order an epoch visits the samples.</summary>
internal static class SampleOrder
{
    /// <summary>How many visits an epoch has: every sample once, or whole batches of draws.</summary>
    public static int Visits(int samples, int batchSize, Sampling sampling)
        => sampling == Sampling.WithoutReplacement ? samples : checked((samples + batchSize - 1) / batchSize * batchSize);

    /// <summary>Fills the row numbers of an epoch's visits.</summary>
    /// <param name="order">One place a visit.</param>
    /// <param name="samples">Rows to choose from.</param>
    /// <param name="sampling">With replacement: independent uniform draws. Without: Fisher and Yates' shuffle from the first place up, so that a visit depends only on the draws up to it.</param>
    /// <param name="seed">The fit's seed.</param>
    /// <param name="epoch">From 1.</param>
    public static void Fill(Span<int> order, int samples, Sampling sampling, ulong seed, int epoch)
    {
        if (sampling == Sampling.WithReplacement)
        {
            for (int i = 0; i < order.Length; i++)
                order[i] = UniformDraw.Below(Philox4x32.Draw(seed, RandomPurpose.Draws, (uint)epoch, (ulong)i), samples);
            return;
        }
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        for (int i = 0; i < order.Length - 1; i++)
        {
            int j = i + UniformDraw.Below(Philox4x32.Draw(seed, RandomPurpose.Shuffle, (uint)epoch, (ulong)i), order.Length - i);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
