using System.Runtime.CompilerServices;
using ILGPU.IR.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The binary64 operations whose rounding the contract fixes, as scalar functions for kernels and host code: <see cref="Ieee"/>'s for the solvers.</summary>
/// <remarks>
/// Opaque intrinsics in kernels, as there (<see cref="IeeeIntrinsics"/>). On a host without a fused multiply-add instruction <see cref="Math.FusedMultiplyAdd"/> calls the C library's,
/// which is exact, so that no software form of its own is needed; a test compares it with integer arithmetic.
/// </remarks>
public static class IeeeDouble
{
    /// <summary>a · b + c, rounded once to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    /// <summary>a · b, rounded to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    /// <summary>a + b, rounded to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    /// <summary>a / b, rounded to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double a, double b) => a / b;

    /// <summary>√a, rounded to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sqrt(double a) => Math.Sqrt(a);

    /// <summary>Not 0 when a &lt; b; 0 when it is not, or when either is NaN; opaque for the reason of <see cref="Ieee.IsLess"/>.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IsLess(double a, double b) => a < b ? 1 : 0;
}
