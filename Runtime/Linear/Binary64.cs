using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A binary64 number.</summary>
internal readonly struct Binary64(double value) : IReal<Binary64>
{
    public static double Epsilon => 1.0 / (1L << 53);

    public double Value { get; } = value;

    public DoubleDouble Wide => new(Value, 0);

    public static Binary64 From(DoubleDouble value) => new(value.High);

    public static Binary64 Add(Binary64 a, Binary64 b) => new(a.Value + b.Value);

    public static Binary64 Multiply(Binary64 a, Binary64 b) => new(a.Value * b.Value);

    public static Binary64 Divide(Binary64 a, Binary64 b) => new(a.Value / b.Value);

    public static Binary64 Sqrt(Binary64 a) => new(Math.Sqrt(a.Value));

    /// <summary>Sixteen chains of fma, k mod 16 each, whatever the registers' width; joined pairwise in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static Binary64 SubtractDot(Binary64 start, ReadOnlySpan<Binary64> a, ReadOnlySpan<Binary64> b)
    {
        ref double left = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Binary64, double>(a));
        ref double right = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Binary64, double>(b));
        Vector512<double> first = Vector512<double>.Zero;
        Vector512<double> second = Vector512<double>.Zero;
        int k = 0;
        for (; k <= a.Length - 16; k += 16)
        {
            first = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref left, (nuint)k), Vector512.LoadUnsafe(ref right, (nuint)k), first);
            second = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref left, (nuint)k + 8), Vector512.LoadUnsafe(ref right, (nuint)k + 8), second);
        }
        double sum = 0;
        if (k > 0)
        {
            Vector512<double> lanes = first + second;
            Vector256<double> halves = lanes.GetLower() + lanes.GetUpper();
            Vector128<double> quarters = halves.GetLower() + halves.GetUpper();
            sum = quarters.GetElement(0) + quarters.GetElement(1);
        }
        for (; k < a.Length; k++)
            sum = Math.FusedMultiplyAdd(a[k].Value, b[k].Value, sum);
        return new Binary64(start.Value - sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SubtractMultiple(Span<Binary64> x, Binary64 factor, ReadOnlySpan<Binary64> a)
    {
        ref double to = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Binary64, double>(x));
        ref double from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Binary64, double>(a));
        Vector512<double> factors = Vector512.Create(-factor.Value);
        int i = 0;
        for (; i <= x.Length - 8; i += 8)
            Vector512.FusedMultiplyAdd(factors, Vector512.LoadUnsafe(ref from, (nuint)i), Vector512.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < x.Length; i++)
            x[i] = new Binary64(Math.FusedMultiplyAdd(-factor.Value, a[i].Value, x[i].Value));
    }
}
