using System.Numerics;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The binary64 operations round once, on the host with any instruction set.</summary>
public sealed class IeeeDoubleTests
{
    private const int Count = 200_000;

    [Fact]
    public void Fma_OfCancellingOperands_EqualsIntegerArithmetic()
    {
        var random = new Random(31);
        int roundedTwiceWrong = 0;
        for (int i = 0; i < Count; i++)
        {
            double a = (1 + random.NextDouble()) * Math.ScaleB(1, random.Next(-20, 20));
            double b = -(1 + random.NextDouble());
            double c = -(a * b) * (i % 3 == 0 ? 1 : Math.ScaleB(1, random.Next(-60, 60))) * (1 + (i % 5 * Math.ScaleB(1, -52)));
            double expected = ExactFma(a, b, c);
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(IeeeDouble.Fma(a, b, c)));
            // The host body of Gram uses this form.
            Assert.Equal(expected, Vector.FusedMultiplyAdd(new Vector<double>(a), new Vector<double>(b), new Vector<double>(c))[0]);
            roundedTwiceWrong += (a * b) + c == expected ? 0 : 1;
        }
        Assert.True(roundedTwiceWrong > Count / 4, $"Only {roundedTwiceWrong} of {Count} inputs tell a fused multiply-add from two roundings.");
    }

    [Fact]
    public void DoubleDouble_Operations_KeepMoreThanHundredBits()
    {
        var random = new Random(32);
        for (int i = 0; i < 10_000; i++)
        {
            DoubleDouble a = Draw(random);
            DoubleDouble b = Draw(random);
            AssertClose(Exact(a) + Exact(b), DoubleDouble.Add(a, b), Scale(a) + Scale(b));
            AssertClose(Exact(a) * Exact(b) >> Fraction, DoubleDouble.Multiply(a, b), Scale(a) * Scale(b));
            AssertClose((Exact(new DoubleDouble(a.High, 0)) * Exact(b) >> Fraction) + Exact(a), DoubleDouble.MultiplyAdd(a.High, b, a), (Scale(a) * Scale(b)) + Scale(a));
            AssertClose((Exact(a) * Exact(b) >> Fraction) + Exact(b), DoubleDouble.MultiplyAdd(a, b, b), (Scale(a) * Scale(b)) + Scale(b));
            AssertClose(Exact(new DoubleDouble(a.High, 0)) * Exact(b) >> Fraction, DoubleDouble.Multiply(a.High, b), Scale(a) * Scale(b));
            AssertClose((Exact(a) << Fraction) / Exact(b), DoubleDouble.Divide(a, b), Scale(a) / Scale(b));
            DoubleDouble root = DoubleDouble.Sqrt(a.High > 0 ? a : DoubleDouble.Negate(a));
            AssertClose(BigInteger.Abs(Exact(a)), DoubleDouble.Multiply(root, root), Scale(a));
        }
    }

    private const int Fraction = 300;

    private static DoubleDouble Draw(Random random)
    {
        double high = (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-10, 10));
        return DoubleDouble.Sum(high, high * (random.NextDouble() - 0.5) * Math.ScaleB(1, -53));
    }

    private static double Scale(DoubleDouble value) => Math.Abs(value.High);

    private static BigInteger Exact(DoubleDouble value) => Fixed(value.High) + Fixed(value.Low);

    private static BigInteger Fixed(double value)
    {
        (BigInteger significand, int exponent) = Split(value);
        return exponent + Fraction >= 0 ? significand << (exponent + Fraction) : significand >> -(exponent + Fraction);
    }

    private static void AssertClose(BigInteger expected, DoubleDouble actual, double scale)
        => Assert.True(BigInteger.Abs(Exact(actual) - expected) <= Fixed(scale) >> 102, $"{actual.High:R} + {actual.Low:R} is off by more than 2⁻¹⁰² of {scale:R}.");

    private static (BigInteger Significand, int Exponent) Split(double value)
    {
        if (value == 0)
            return (0, 0);
        int exponent = Math.ILogB(value) - 52;
        return (new BigInteger(Math.ScaleB(value, -exponent)), exponent);
    }

    private static double ExactFma(double a, double b, double c)
    {
        (BigInteger sa, int ea) = Split(a);
        (BigInteger sb, int eb) = Split(b);
        (BigInteger sc, int ec) = Split(c);
        int exponent = Math.Min(ea + eb, ec);
        BigInteger sum = (sa * sb << (ea + eb - exponent)) + (sc << (ec - exponent));
        BigInteger magnitude = BigInteger.Abs(sum);
        int excess = (int)magnitude.GetBitLength() - 53;
        if (excess > 0)
        {
            BigInteger kept = magnitude >> excess;
            int compared = (magnitude - (kept << excess)).CompareTo(BigInteger.One << (excess - 1));
            if (compared > 0 || (compared == 0 && !kept.IsEven))
                kept += 1;
            magnitude = kept;
            exponent += excess;
        }
        double rounded = Math.ScaleB((double)magnitude, exponent);
        return sum.Sign < 0 ? -rounded : rounded;
    }
}
