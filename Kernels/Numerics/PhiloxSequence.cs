using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The numbers that <see cref="Philox4x32.Draw"/> gives for one index after the other, each block computed once for its four.</summary>
/// <param name="seed">The key.</param>
/// <param name="purpose">What the numbers are for.</param>
/// <param name="step">The step.</param>
/// <param name="index">The first number's index within the step.</param>
public struct PhiloxSequence(ulong seed, uint purpose, uint step, ulong index)
{
    private readonly ulong seed = seed;
    private readonly uint purpose = purpose;
    private readonly uint step = step;
    private ulong index = index;
    private bool hasBlock;
    private uint x0;
    private uint x1;
    private uint x2;
    private uint x3;

    /// <summary>The number of the next index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Next()
    {
        ulong lane = index & 3;
        if (lane == 0 || !hasBlock)
        {
            (x0, x1, x2, x3) = Philox4x32.BlockAt(seed, purpose, step, index >> 2);
            hasBlock = true;
        }
        index++;
        return lane switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }
}
