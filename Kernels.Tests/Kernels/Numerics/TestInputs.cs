using System.Runtime.InteropServices;

namespace NeuralGpu.Tests;

/// <summary>Bit patterns for numeric tests.</summary>
internal static class TestInputs
{
    /// <summary>Inputs that are worked on at a time.</summary>
    public const int Block = 1 << 15;

    /// <summary>A prime: the walk meets every exponent and all low bits. About 4.2 million of all 2³² patterns.</summary>
    public const uint Stride = 1021;

    /// <summary>Zeros, ones, infinities, NaNs, subnormals, neighbours of powers of two, and where the functions change their form or overflow; both signs.</summary>
    public static float[] Special { get; } = MakeSpecial();

    /// <summary>A domain's patterns 0, stride, 2 · stride, … up to last, in blocks; the end is filled with the last pattern.</summary>
    public static IEnumerable<float[]> Walk(uint first, uint last, uint stride)
    {
        for (ulong start = first; start <= last; start += (ulong)Block * stride)
        {
            var block = new float[Block];
            for (int i = 0; i < Block; i++)
                block[i] = BitConverter.UInt32BitsToSingle((uint)Math.Min(start + ((ulong)i * stride), last));
            yield return block;
        }
    }

    /// <summary>How many different patterns such a walk meets, the last one not counted twice.</summary>
    public static long WalkLength(uint last, uint stride) => ((long)last / stride) + 1;

    /// <summary>Second operands for first ones: their patterns times an odd number, so that all exponents meet.</summary>
    public static float[] Partners(float[] x) => [.. x.Select(value => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) * 2654435761u) + 12345u))];

    /// <summary>Random bit patterns, the same in every run.</summary>
    public static float[] Random(int seed, int count)
    {
        var values = new float[count];
        new Random(seed).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static float[] MakeSpecial()
    {
        uint[] patterns =
        [
            0, 1, 2, 3, 0x00400000, 0x007FFFFE, 0x007FFFFF, 0x00800000, 0x00800001, 0x00FFFFFF, 0x01000000,
            0x33000000, 0x33800000, 0x34000000, 0x39800000, 0x3EAAAAAB, 0x3EFFFFFF, 0x3F000000, 0x3F000001,
            0x3F1FFFFF, 0x3F200000, 0x3F200001, // 0.625: tanh changes its form
            0x3F317217, 0x3F317218, 0x3EB17217, 0x3EB17218, // ln 2 and its half
            0x3F3504F2, 0x3F3504F3, 0x3F3504F4, 0x3FB504F3, 0x3FB504F4, // √½ and √2: log changes its exponent
            0x3F7FFFFE, 0x3F7FFFFF, 0x3F800000, 0x3F800001, 0x3F800002, 0x3FFFFFFF, 0x40000000, 0x402DF854, 0x4B000000, 0x4B400000, 0x4B800000,
            0x42AEAC4F, 0x42AEAC50, 0x42B0C0A5, 0x42B17217, 0x42B17218, 0x42B17219, 0x42B20000, // 87.34, 88.38, 88.7228, 89
            0x42CE8ECF, 0x42CE8ED0, 0x42CFF1B4, 0x42CFF1B5, 0x42CFF1B6, 0x42D00000, 0x42D00001, // 103.28, 103.972, 104
            0x41102CB3, 0x41102CB4, 0x41851592, 0x41851593, // where tanh and sigmoid reach 1
            0x7E800000, 0x7F000000, 0x7F7FFFFE, 0x7F7FFFFF, 0x7F800000, 0x7F800001, 0x7FBFFFFF, 0x7FC00000, 0x7FFFFFFF,
        ];
        return [.. patterns.Concat(patterns.Select(bits => bits | 0x80000000u)).Select(BitConverter.UInt32BitsToSingle)];
    }
}
