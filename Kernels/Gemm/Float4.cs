using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Four numbers in a kernel's registers: a row of a thread's tile. Scalars, because ILGPU puts indexed arrays in local memory.</summary>
internal readonly struct Float4(float x, float y, float z, float w)
{
    public readonly float X = x;
    public readonly float Y = y;
    public readonly float Z = z;
    public readonly float W = w;

    /// <summary>a · b + c for each b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Fma(float a, in Float4 b, in Float4 c)
        => new(Ieee.Fma(a, b.X, c.X), Ieee.Fma(a, b.Y, c.Y), Ieee.Fma(a, b.Z, c.Z), Ieee.Fma(a, b.W, c.W));

    /// <summary>The chunk itself when it is the first, else sum + chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Join(in Float4 sum, in Float4 chunk, bool isFirst)
        => isFirst ? chunk : new(Ieee.Add(sum.X, chunk.X), Ieee.Add(sum.Y, chunk.Y), Ieee.Add(sum.Z, chunk.Z), Ieee.Add(sum.W, chunk.W));
}
