using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU.IR.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>Sixteen numbers in consecutive memory at a time, for kernels on OpenCL devices that are processors.</summary>
/// <remarks>In OpenCL C they are <c>float16</c> operations (<see cref="IeeeIntrinsics"/>), which a processor's compiler keeps in its widest registers; what it makes of sixteen scalars by itself is half as wide and slower. Not for GPUs, and not in PTX.</remarks>
internal static class Row16
{
    public const int Count = 16;

    /// <summary>row ← +0.</summary>
    [IntrinsicImplementation]
    public static void Clear(ref float row) => Span(ref row).Clear();

    /// <summary>to ← from.</summary>
    [IntrinsicImplementation]
    public static void Copy(ref float from, ref float to) => Span(ref from).CopyTo(Span(ref to));

    /// <summary>sum ← a·row + sum, each rounded once.</summary>
    [IntrinsicImplementation]
    public static void Fma(float a, ref float row, ref float sum)
    {
        for (int i = 0; i < Count; i++)
            Unsafe.Add(ref sum, i) = Ieee.Fma(a, Unsafe.Add(ref row, i), Unsafe.Add(ref sum, i));
    }

    /// <summary>sum ← sum + row.</summary>
    [IntrinsicImplementation]
    public static void Add(ref float row, ref float sum)
    {
        for (int i = 0; i < Count; i++)
            Unsafe.Add(ref sum, i) = Ieee.Add(Unsafe.Add(ref sum, i), Unsafe.Add(ref row, i));
    }

    /// <summary>How many numbers of some memory to leave out, 0 to 15, so that the next one begins a cache line of 64 bytes; a row that lies across two takes twice as long to load. Where it is not compiled, 0.</summary>
    [IntrinsicImplementation]
    public static int ToAligned(ref float first) => 0;

    private static Span<float> Span(ref float row) => MemoryMarshal.CreateSpan(ref row, Count);
}
