using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A factor's arithmetic in binary64.</summary>
internal readonly struct Binary64Arithmetic : IFactorArithmetic<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => IeeeDouble.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => IeeeDouble.Add(a, -b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => IeeeDouble.Fma(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double a, double b) => IeeeDouble.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sqrt(double a) => IeeeDouble.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Bound(double part, double whole) => IeeeDouble.Multiply(part, whole);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(double a, double b) => IeeeDouble.IsLess(a, b) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(double a) => a == 0;
}
