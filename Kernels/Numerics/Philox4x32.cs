using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Philox4x32-10: the counter-based random generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</summary>
/// <remarks>A block of four 32-bit numbers is a pure function of a 128-bit counter and a 64-bit key, so every draw can be named by what it is for, and no state is kept anywhere.</remarks>
public static class Philox4x32
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The four numbers of a counter under a key, after ten rounds.</summary>
    // Thousands of draws come early in a process: unoptimized they would take as long as all else that opens a device.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)Multiplier0 * counter0;
            ulong product1 = (ulong)Multiplier1 * counter2;
            uint next0 = (uint)(product1 >> 32) ^ counter1 ^ key0;
            uint next2 = (uint)(product0 >> 32) ^ counter3 ^ key1;
            counter1 = (uint)product1;
            counter3 = (uint)product0;
            counter0 = next0;
            counter2 = next2;
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return (counter0, counter1, counter2, counter3);
    }

    /// <summary>One number, named by the seed, what it is for, the step and the index within the step.</summary>
    /// <remarks>Key: the seed's two halves. Counter: (index / 4 low, index / 4 high, step, purpose); the number is lane index mod 4 of the block.</remarks>
    public static uint Draw(ulong seed, uint purpose, uint step, ulong index)
    {
        (uint x0, uint x1, uint x2, uint x3) = BlockAt(seed, purpose, step, index >> 2);
        return (index & 3) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }

    /// <summary>The numbers of the indices 4·block to 4·block + 3, as <see cref="Draw"/> gives them.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) BlockAt(ulong seed, uint purpose, uint step, ulong block)
        => Block((uint)block, (uint)(block >> 32), step, purpose, (uint)seed, (uint)(seed >> 32));
}
