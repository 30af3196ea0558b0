using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>An unevaluated sum High + Low of two binary64 numbers, about 106 bits together: what residuals are computed in.</summary>
/// <remarks>
/// Dekker, "A floating-point technique for extending the available precision" (1971), with Knuth's sum and the product's error from one fma.
/// The same text runs on the host and in kernels; every operation's error is below a few 2⁻¹⁰⁴ of the sum of its operands' magnitudes.
/// </remarks>
/// <param name="high">The number rounded to binary64.</param>
/// <param name="low">What the rounding lost; at most half a unit in the last place of <paramref name="high"/>.</param>
public readonly struct DoubleDouble(double high, double low)
{
    /// <summary>The number rounded to binary64.</summary>
    public double High { get; } = high;

    /// <summary>What <see cref="High"/> lacks.</summary>
    public double Low { get; } = low;

    /// <summary>a + b, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sum(double a, double b)
    {
        double sum = IeeeDouble.Add(a, b);
        double virtualB = IeeeDouble.Add(sum, -a);
        double virtualA = IeeeDouble.Add(sum, -virtualB);
        return new DoubleDouble(sum, IeeeDouble.Add(IeeeDouble.Add(a, -virtualA), IeeeDouble.Add(b, -virtualB)));
    }

    /// <summary>a · b, exactly unless the error underflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Product(double a, double b)
    {
        double product = IeeeDouble.Multiply(a, b);
        return new DoubleDouble(product, IeeeDouble.Fma(a, b, -product));
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Add(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble sum = Sum(a.High, b.High);
        return Normalize(sum.High, IeeeDouble.Add(sum.Low, IeeeDouble.Add(a.Low, b.Low)));
    }

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Multiply(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble product = Product(a.High, b.High);
        double low = IeeeDouble.Fma(a.High, b.Low, product.Low);
        return Normalize(product.High, IeeeDouble.Fma(a.Low, b.High, low));
    }

    /// <summary>a · b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble MultiplyAdd(double a, DoubleDouble b, DoubleDouble c)
    {
        DoubleDouble product = Product(a, b.High);
        return Add(c, new DoubleDouble(product.High, IeeeDouble.Fma(a, b.Low, product.Low)));
    }

    /// <summary>a · b + c, both factors double-doubles; the product is not rounded before it is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble MultiplyAdd(DoubleDouble a, DoubleDouble b, DoubleDouble c)
    {
        DoubleDouble product = Product(a.High, b.High);
        double low = IeeeDouble.Fma(a.High, b.Low, product.Low);
        return Add(c, new DoubleDouble(product.High, IeeeDouble.Fma(a.Low, b.High, low)));
    }

    /// <summary>a · b, the one factor a binary64 number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Multiply(double a, DoubleDouble b)
    {
        DoubleDouble product = Product(a, b.High);
        return Normalize(product.High, IeeeDouble.Fma(a, b.Low, product.Low));
    }

    /// <summary>a / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Divide(DoubleDouble a, DoubleDouble b)
    {
        double quotient = IeeeDouble.Divide(a.High, b.High);
        DoubleDouble rest = MultiplyAdd(-quotient, b, a);
        return Normalize(quotient, IeeeDouble.Divide(rest.High, b.High));
    }

    /// <summary>√a, for a &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sqrt(DoubleDouble a)
    {
        double root = IeeeDouble.Sqrt(a.High);
        DoubleDouble rest = MultiplyAdd(-root, new DoubleDouble(root, 0), a);
        return Normalize(root, IeeeDouble.Divide(rest.High, IeeeDouble.Add(root, root)));
    }

    /// <summary>−a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Negate(DoubleDouble a) => new(-a.High, -a.Low);

    // Dekker's sum for |a| ≥ |b|.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Normalize(double a, double b)
    {
        double sum = IeeeDouble.Add(a, b);
        return new DoubleDouble(sum, IeeeDouble.Add(b, -IeeeDouble.Add(sum, -a)));
    }
}
