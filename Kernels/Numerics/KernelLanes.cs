using System.Runtime.CompilerServices;
using ILGPU;

namespace NeuralGpu.Kernels;

/// <summary>A single number in a kernel: memory through ILGPU's views, arithmetic through the opaque operations of <see cref="Ieee"/>.</summary>
public readonly struct KernelLanes : ILanes<float>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Constant(float value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ConstantBits(uint bits) => Interop.IntAsFloat(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(in FloatView source, long index) => source.View[index];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in FloatView destination, long index, float value) => destination.View[index] = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => Ieee.Add(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => Ieee.Add(a, Interop.IntAsFloat(Interop.FloatAsInt(b) ^ 0x80000000u));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => Ieee.Multiply(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) => Ieee.Fma(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => Ieee.Divide(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => Ieee.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ScaleBinary(float a, float n, float bits) => ExactMath.ScaleInTwoSteps<KernelLanes, float>(a, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ScaleNormal(float a, float n, float bits) => ExactMath.AddToExponent<KernelLanes, float>(a, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NegatedAtMost(float a, float bound) => ExactMath.NegatedAtMost<KernelLanes, float>(a, bound);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Small, float Large) TanhPolynomials(float twice, float x, float n) => ExactMath.TanhPolynomialsOfTwo<KernelLanes, float>(twice, x, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AtLeast(float bound, float a) => SelectLess(a, bound, bound, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AtMost(float bound, float a) => SelectLess(bound, a, bound, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddBits(float a, float b) => Interop.IntAsFloat(Interop.FloatAsInt(a) + Interop.FloatAsInt(b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SubtractBits(float a, float b) => Interop.IntAsFloat(Interop.FloatAsInt(a) - Interop.FloatAsInt(b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AndBits(float a, float b) => Interop.IntAsFloat(Interop.FloatAsInt(a) & Interop.FloatAsInt(b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OrBits(float a, float b) => Interop.IntAsFloat(Interop.FloatAsInt(a) | Interop.FloatAsInt(b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float XorBits(float a, float b) => Interop.IntAsFloat(Interop.FloatAsInt(a) ^ Interop.FloatAsInt(b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float CopySign(float magnitude, float sign) => Interop.IntAsFloat((Interop.FloatAsInt(magnitude) & 0x7FFFFFFFu) | (Interop.FloatAsInt(sign) & 0x80000000u));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ShiftLeftBits(float a, int count) => Interop.IntAsFloat(Interop.FloatAsInt(a) << count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ShiftRightBits(float a, int count) => Interop.IntAsFloat((uint)((int)Interop.FloatAsInt(a) >> count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectLess(float a, float b, float x, float y) => Ieee.IsLess(a, b) != 0 ? x : y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectEqual(float a, float b, float x, float y) => a == b ? x : y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SelectNaN(float a, float x, float y)
    {
        // On the bits, and the selection too: OpenCL compilers may get comparisons with NaN wrong, and NaN literals lose their payload.
        uint bits = Interop.FloatAsInt(y);
        if ((Interop.FloatAsInt(a) & 0x7FFFFFFFu) > 0x7F800000u)
            bits = Interop.FloatAsInt(x);
        return Interop.IntAsFloat(bits);
    }
}
