using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A factor's arithmetic in double-double.</summary>
internal readonly struct DoubleDoubleArithmetic : IFactorArithmetic<DoubleDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Add(DoubleDouble a, DoubleDouble b) => DoubleDouble.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Subtract(DoubleDouble a, DoubleDouble b) => DoubleDouble.Add(a, DoubleDouble.Negate(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble MultiplyAdd(DoubleDouble a, DoubleDouble b, DoubleDouble c) => DoubleDouble.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Divide(DoubleDouble a, DoubleDouble b) => DoubleDouble.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sqrt(DoubleDouble a) => DoubleDouble.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Bound(DoubleDouble part, DoubleDouble whole) => new(IeeeDouble.Multiply(part.High, whole.High), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(DoubleDouble a, DoubleDouble b) => IeeeDouble.IsLess(a.High, b.High) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(DoubleDouble a) => a.High == 0;
}
