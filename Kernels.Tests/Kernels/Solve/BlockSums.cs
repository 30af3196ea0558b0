using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>What sums over blocks of rows are compared with: plain loops over all rows, chunk by chunk.</summary>
internal static class BlockSums
{
    /// <summary>Σ over chunks from zero; a chunk is a chain from zero.</summary>
    public static T Chunked<T>(int rows, Func<int, T, T> term, Func<T, T, T> join)
        where T : struct
    {
        T sum = default;
        for (int start = 0; start < rows; start += DotProduct.ChunkLength)
        {
            T chain = default;
            for (int row = start; row < Math.Min(rows, start + DotProduct.ChunkLength); row++)
                chain = term(row, chain);
            sum = join(sum, chain);
        }
        return sum;
    }

    /// <summary>The upper triangle of a Gram matrix; NaN below it.</summary>
    public static T[] Upper<T>(int columns, T below, Func<int, int, T> element)
        => [.. Enumerable.Range(0, columns * columns).Select(at => at % columns < at / columns ? below : element(at / columns, at % columns))];

    /// <summary>Numbers of several magnitudes.</summary>
    public static double[] Draw(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.4) * Math.ScaleB(1, random.Next(-8, 8)))];
    }

    /// <summary>Weights from 0 on.</summary>
    public static double[] DrawWeights(int seed, int count) => [.. Draw(seed, count).Select(value => Math.Max(0, value))];

    /// <summary>Double-doubles of several magnitudes.</summary>
    public static DoubleDouble[] DrawPairs(int seed, int count)
        => [.. Draw(seed, count).Zip(Draw(seed + 100, count), (high, low) => DoubleDouble.Sum(high, low * Math.ScaleB(1, -60)))];
}
