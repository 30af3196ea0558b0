using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The seeded order in which rows are dealt out to the parts of a split: Fisher and Yates' shuffle, the same on every platform.</summary>
internal static class SplitOrder
{
    /// <summary>A permutation of 0 … count − 1.</summary>
    public static int[] Shuffle(int count, ulong seed)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        for (int i = count - 1; i > 0; i--)
        {
            int j = UniformDraw.Below(Philox4x32.Draw(seed, RandomPurpose.Split, step: 0, (ulong)i), i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
