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

    /// <summary>Each sum is one chain of fma, subtracted when it is complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SubtractProducts(ReadOnlySpan<Binary64> lower, int row, int rows, int first, Span<Binary64> x, int count)
    {
        ref double factors = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Binary64, double>(lower));
        ref double all = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Binary64, double>(x));
        for (int column = 0; column + 16 <= count; column += 16)
        {
            int i = row;
            for (; i + 4 <= row + rows; i += 4)
            {
                ref double factors0 = ref Unsafe.Add(ref factors, LowerTriangle.Place(i, 0));
                ref double factors1 = ref Unsafe.Add(ref factors, LowerTriangle.Place(i + 1, 0));
                ref double factors2 = ref Unsafe.Add(ref factors, LowerTriangle.Place(i + 2, 0));
                ref double factors3 = ref Unsafe.Add(ref factors, LowerTriangle.Place(i + 3, 0));
                Vector512<double> left0 = default, right0 = default, left1 = default, right1 = default;
                Vector512<double> left2 = default, right2 = default, left3 = default, right3 = default;
                for (int k = first; k < row; k++)
                {
                    ref double from = ref Unsafe.Add(ref all, (k * count) + column);
                    Vector512<double> left = Vector512.LoadUnsafe(ref from);
                    Vector512<double> right = Vector512.LoadUnsafe(ref from, 8);
                    Vector512<double> factor0 = Vector512.Create(Unsafe.Add(ref factors0, k));
                    left0 = Vector512.FusedMultiplyAdd(factor0, left, left0);
                    right0 = Vector512.FusedMultiplyAdd(factor0, right, right0);
                    Vector512<double> factor1 = Vector512.Create(Unsafe.Add(ref factors1, k));
                    left1 = Vector512.FusedMultiplyAdd(factor1, left, left1);
                    right1 = Vector512.FusedMultiplyAdd(factor1, right, right1);
                    Vector512<double> factor2 = Vector512.Create(Unsafe.Add(ref factors2, k));
                    left2 = Vector512.FusedMultiplyAdd(factor2, left, left2);
                    right2 = Vector512.FusedMultiplyAdd(factor2, right, right2);
                    Vector512<double> factor3 = Vector512.Create(Unsafe.Add(ref factors3, k));
                    left3 = Vector512.FusedMultiplyAdd(factor3, left, left3);
                    right3 = Vector512.FusedMultiplyAdd(factor3, right, right3);
                }
                Subtract(ref Unsafe.Add(ref all, (i * count) + column), left0, right0);
                Subtract(ref Unsafe.Add(ref all, ((i + 1) * count) + column), left1, right1);
                Subtract(ref Unsafe.Add(ref all, ((i + 2) * count) + column), left2, right2);
                Subtract(ref Unsafe.Add(ref all, ((i + 3) * count) + column), left3, right3);
            }
            for (; i < row + rows; i++)
            {
                ref double factorsOfRow = ref Unsafe.Add(ref factors, LowerTriangle.Place(i, 0));
                Vector512<double> left = default, right = default;
                for (int k = first; k < row; k++)
                {
                    ref double from = ref Unsafe.Add(ref all, (k * count) + column);
                    Vector512<double> factor = Vector512.Create(Unsafe.Add(ref factorsOfRow, k));
                    left = Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref from), left);
                    right = Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref from, 8), right);
                }
                Subtract(ref Unsafe.Add(ref all, (i * count) + column), left, right);
            }
        }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(ref double from, Vector512<double> left, Vector512<double> right)
    {
        (Vector512.LoadUnsafe(ref from) - left).StoreUnsafe(ref from);
        (Vector512.LoadUnsafe(ref from, 8) - right).StoreUnsafe(ref from, 8);
    }
}
