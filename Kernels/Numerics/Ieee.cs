using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ILGPU.IR.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The operations whose rounding the contract fixes, as scalar functions for kernels and host code.</summary>
/// <remarks>
/// In kernels they are opaque intrinsics (<see cref="IeeeIntrinsics"/>): ILGPU's optimizer cannot reassociate or fold them, and the device's compiler cannot contract them.
/// Plain operators in a kernel promise none of that: <c>a * b + c</c> becomes a PTX <c>mul.f32</c> and <c>add.f32</c> that ptxas may fuse.
/// </remarks>
public static class Ieee
{
    /// <summary>Whether the host has a fused multiply-add instruction that the JIT uses.</summary>
    internal static bool HasHostFma
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => System.Runtime.Intrinsics.X86.Fma.IsSupported || AdvSimd.IsSupported;
    }

    /// <summary>a · b + c, rounded once to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) => HasHostFma ? MathF.FusedMultiplyAdd(a, b, c) : SoftwareFma.Invoke(a, b, c);

    /// <summary>a · b, rounded to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    /// <summary>a + b, rounded to nearest even.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    /// <summary>a / b, rounded to nearest even, subnormal quotients included.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    /// <summary>√a, rounded to nearest even; NaN for a &lt; 0, −0 for −0.</summary>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    /// <summary>Not 0 when a &lt; b; 0 when it is not, or when either is NaN.</summary>
    /// <remarks>Opaque too: ILGPU turns <c>constant &lt; x</c> into an unordered comparison, which is true for a NaN.</remarks>
    [IntrinsicImplementation]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IsLess(float a, float b) => a < b ? 1 : 0;
}
