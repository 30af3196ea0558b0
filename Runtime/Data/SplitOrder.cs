namespace NeuralGpu;

/// <summary>The seeded order in which rows are dealt out to the parts of a split: a Fisher-Yates shuffle drawn from Philox4x32-10.</summary>
/// <remarks>Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Integers only, so the order is the same on every platform.</remarks>
internal sealed class SplitOrder(ulong seed)
{
    // Keeps a split's numbers apart from those that weights or shuffles draw with the same seed: "splt" in ASCII.
    private const uint Purpose = 0x73706c74;

    private readonly uint[] block = new uint[4];
    private int used = 4;
    private ulong counter;

    /// <summary>A permutation of 0 … count − 1.</summary>
    public int[] Shuffle(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)Below((uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>Uniform on [0, bound) without bias: Lemire, "Fast random integer generation in an interval", 2019, algorithm 5.</summary>
    private uint Below(uint bound)
    {
        ulong product = (ulong)Next() * bound;
        if ((uint)product < bound)
        {
            uint threshold = (0u - bound) % bound;
            while ((uint)product < threshold)
                product = (ulong)Next() * bound;
        }
        return (uint)(product >> 32);
    }

    private uint Next()
    {
        if (used == block.Length)
        {
            Philox([(uint)counter, (uint)(counter >> 32), 0, Purpose], (uint)seed, (uint)(seed >> 32), block);
            counter++;
            used = 0;
        }
        return block[used++];
    }

    /// <summary>Ten rounds of Philox4x32.</summary>
    internal static void Philox(ReadOnlySpan<uint> counter, uint key0, uint key1, Span<uint> result)
    {
        (uint c0, uint c1, uint c2, uint c3) = (counter[0], counter[1], counter[2], counter[3]);
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = 0xD2511F53ul * c0;
            ulong product1 = 0xCD9E8D57ul * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ key1, (uint)product0);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        (result[0], result[1], result[2], result[3]) = (c0, c1, c2, c3);
    }
}
