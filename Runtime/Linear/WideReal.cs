using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A double-double with what Cholesky needs: about 31 decimal digits.</summary>
internal readonly struct WideReal(DoubleDouble value) : IReal<WideReal>
{
    // The worst operations lose a few of the last bits.
    public static double Epsilon => 1.0 / (1L << 50) / (1L << 50);

    public DoubleDouble Wide { get; } = value;

    public static WideReal From(DoubleDouble value) => new(value);

    public static WideReal Add(WideReal a, WideReal b) => new(DoubleDouble.Add(a.Wide, b.Wide));

    public static WideReal Multiply(WideReal a, WideReal b) => new(DoubleDouble.Multiply(a.Wide, b.Wide));

    public static WideReal Divide(WideReal a, WideReal b) => new(DoubleDouble.Divide(a.Wide, b.Wide));

    public static WideReal Sqrt(WideReal a) => new(DoubleDouble.Sqrt(a.Wide));

    public static WideReal SubtractDot(WideReal start, ReadOnlySpan<WideReal> a, ReadOnlySpan<WideReal> b)
    {
        var sum = new DoubleDouble(0, 0);
        for (int k = 0; k < a.Length; k++)
            sum = DoubleDouble.Add(sum, DoubleDouble.Multiply(a[k].Wide, b[k].Wide));
        return new WideReal(DoubleDouble.Add(start.Wide, DoubleDouble.Negate(sum)));
    }

    public static void SubtractProducts(ReadOnlySpan<WideReal> lower, int row, int rows, int first, Span<WideReal> x, int count)
    {
        for (int i = row; i < row + rows; i++)
        {
            Span<WideReal> to = x.Slice(i * count, count);
            ReadOnlySpan<WideReal> factors = lower.Slice(LowerTriangle.Place(i, 0), row);
            for (int k = first; k < row; k++)
                SubtractMultiple(to, factors[k], x.Slice(k * count, count));
        }
    }

    public static void SubtractMultiple(Span<WideReal> x, WideReal factor, ReadOnlySpan<WideReal> a)
    {
        DoubleDouble negated = DoubleDouble.Negate(factor.Wide);
        for (int i = 0; i < x.Length; i++)
            x[i] = new WideReal(DoubleDouble.Add(x[i].Wide, DoubleDouble.Multiply(negated, a[i].Wide)));
    }

    /// <summary>a · 2^exponent, exactly but for underflow.</summary>
    public static DoubleDouble Scale(DoubleDouble a, int exponent) => new(Math.ScaleB(a.High, exponent), Math.ScaleB(a.Low, exponent));
}
