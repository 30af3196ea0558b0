using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A factor's arithmetic in binary32.</summary>
internal readonly struct Binary32Arithmetic : IFactorArithmetic<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => Ieee.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => Ieee.Add(a, -b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => Ieee.Fma(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => Ieee.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => Ieee.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Bound(float part, float whole) => Ieee.Multiply(part, whole);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(float a, float b) => Ieee.IsLess(a, b) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(float a) => a == 0;
}
