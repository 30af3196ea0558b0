using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Four numbers in a kernel's registers: a row of a thread's tile. Scalars, because ILGPU puts indexed arrays in local memory.</summary>
internal readonly struct Float4(float x, float y, float z, float w)
{
    public readonly float X = x;
    public readonly float Y = y;
    public readonly float Z = z;
    public readonly float W = w;

    /// <summary>Four times the same number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 All(float value) => new(value, value, value, value);

    /// <summary>a · b + c for each b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Fma(float a, in Float4 b, in Float4 c)
        => new(Ieee.Fma(a, b.X, c.X), Ieee.Fma(a, b.Y, c.Y), Ieee.Fma(a, b.Z, c.Z), Ieee.Fma(a, b.W, c.W));

    /// <summary>a + b, each rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Add(in Float4 a, in Float4 b)
        => new(Ieee.Add(a.X, b.X), Ieee.Add(a.Y, b.Y), Ieee.Add(a.Z, b.Z), Ieee.Add(a.W, b.W));
}
