using System.Numerics;

namespace NeuralGpu.Tests;

/// <summary>How shared memory serves a warp: 32 banks of 4-byte words; one word of a bank in a transaction, to any number of threads.</summary>
internal static class BankConflicts
{
    private const int Banks = 32;

    /// <summary>Transactions that an access needs, and how many it needs without a conflict: one for 32 threads of 4 bytes, 16 of 8 or 8 of 16.</summary>
    public static (int Needed, int Least) Transactions(ReadOnlySpan<ulong> addresses, uint lanes, int bytes)
    {
        int words = Math.Max(1, bytes / 4);
        int together = Banks / words;
        (int needed, int least) = (0, 0);
        var distinct = new HashSet<ulong>();
        Span<int> ofBank = stackalloc int[Banks];
        for (int first = 0; first < Banks; first += together)
        {
            uint group = (uint)(lanes & (((1ul << together) - 1) << first));
            if (group == 0)
                continue;
            distinct.Clear();
            ofBank.Clear();
            int most = 0;
            for (uint rest = group; rest != 0; rest &= rest - 1)
            {
                ulong word = addresses[BitOperations.TrailingZeroCount(rest)] / 4;
                for (ulong i = 0; i < (ulong)words; i++)
                {
                    if (distinct.Add(word + i))
                        most = Math.Max(most, ++ofBank[(int)((word + i) % Banks)]);
                }
            }
            needed += most;
            least++;
        }
        return (needed, least);
    }
}
