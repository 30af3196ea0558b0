using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The fused multiply-add for hosts without one, from binary64 arithmetic.</summary>
/// <remarks>
/// The product of two binary32 numbers is exact in binary64, and so is nearly every sum; only the second rounding, to binary32, can go wrong, and only where the
/// binary64 sum lies exactly half-way between two binary32 numbers or the result is subnormal. There the sum is rounded to odd first, which makes the second rounding
/// right (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
/// </remarks>
public static class SoftwareFma
{
    // A binary64 number whose low 29 significand bits are 1000…0 lies half-way between two binary32 numbers.
    private const long HalfwayMask = 0x1FFF_FFFF;
    private const long Halfway = 0x1000_0000;
    private const double SmallestNormal = 1.1754943508222875e-38;

    /// <summary>a · b + c, rounded once to nearest even.</summary>
    public static float Invoke(float a, float b, float c)
    {
        double product = (double)a * b;
        double sum = product + c;
        if ((BitConverter.DoubleToInt64Bits(sum) & HalfwayMask) != Halfway && Math.Abs(sum) >= SmallestNormal)
            return (float)sum;
        return RoundToOdd(product, c, sum);
    }

    /// <summary>a · b + c in each of four lanes.</summary>
    public static Vector128<float> Invoke(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        (Vector128<double> aLow, Vector128<double> aHigh) = Vector128.Widen(a);
        (Vector128<double> bLow, Vector128<double> bHigh) = Vector128.Widen(b);
        (Vector128<double> cLow, Vector128<double> cHigh) = Vector128.Widen(c);
        Vector128<double> low = (aLow * bLow) + cLow;
        Vector128<double> high = (aHigh * bHigh) + cHigh;
        if (!NeedsCare(low) && !NeedsCare(high))
            return Vector128.Narrow(low, high);
        return Vector128.Create(
            Invoke(a.GetElement(0), b.GetElement(0), c.GetElement(0)),
            Invoke(a.GetElement(1), b.GetElement(1), c.GetElement(1)),
            Invoke(a.GetElement(2), b.GetElement(2), c.GetElement(2)),
            Invoke(a.GetElement(3), b.GetElement(3), c.GetElement(3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool NeedsCare(Vector128<double> sum)
    {
        // An exact zero is below the smallest normal too, but needs no care: zeros are common (ReLU), so they are let through.
        Vector128<double> magnitude = Vector128.Abs(sum);
        Vector128<double> tiny = Vector128.LessThan(magnitude, Vector128.Create(SmallestNormal)) & Vector128.GreaterThan(magnitude, Vector128<double>.Zero);
        Vector128<long> halfway = Vector128.Equals(sum.AsInt64() & Vector128.Create(HalfwayMask), Vector128.Create(Halfway));
        return (tiny.AsInt64() | halfway) != Vector128<long>.Zero;
    }

    private static float RoundToOdd(double product, double addend, double sum)
    {
        if (!double.IsFinite(sum))
            return (float)sum;
        // Knuth's TwoSum: the exact error of the binary64 sum.
        double virtualAddend = sum - product;
        double error = (product - (sum - virtualAddend)) + (addend - virtualAddend);
        if (error != 0)
        {
            long bits = BitConverter.DoubleToInt64Bits(sum);
            if ((bits & 1) == 0)
                sum = BitConverter.Int64BitsToDouble(bits + ((error > 0) == (sum > 0) ? 1 : -1));
        }
        return (float)sum;
    }
}
