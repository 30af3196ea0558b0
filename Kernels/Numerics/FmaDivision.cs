using ILGPU;

namespace NeuralGpu.Kernels;

/// <summary>IEEE division and square root from fma, for devices whose own may be off by several ULP (OpenCL allows 2.5 and 3).</summary>
/// <remarks>Newton iterations for the reciprocal, then Markstein's correction ("Computation of elementary functions on the IBM RISC System/6000 processor", 1990); subnormal quotients are rounded once, in integers. Equal to the hardware's operations bit for bit, but for NaN payloads.</remarks>
public static class FmaDivision
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>a / b, rounded once to nearest even.</summary>
    public static float Divide(float a, float b)
    {
        uint sign = (Interop.FloatAsInt(a) ^ Interop.FloatAsInt(b)) & 0x80000000u;
        uint magnitudeA = Interop.FloatAsInt(a) & 0x7FFFFFFFu;
        uint magnitudeB = Interop.FloatAsInt(b) & 0x7FFFFFFFu;
        bool special = magnitudeA >= 0x7F800000u | magnitudeB >= 0x7F800000u | magnitudeA == 0 | magnitudeB == 0;
        uint result = special ? SpecialQuotient(magnitudeA, magnitudeB) : FiniteQuotient(magnitudeA, magnitudeB);
        return Interop.IntAsFloat(result | sign);
    }

    /// <summary>√x, rounded once to nearest even.</summary>
    public static float Sqrt(float x)
    {
        bool subnormal = x < SmallestNormal;
        uint bits = Interop.FloatAsInt(subnormal ? Ieee.Multiply(x, 16777216f) : x);
        int exponent = (int)(bits >> 23) - 127;
        int halfExponent = exponent >> 1;
        uint significandBits = bits - (uint)((halfExponent * 2) << 23);
        float m = Interop.IntAsFloat(significandBits); // in [1, 4)

        float y = Interop.IntAsFloat(0x5F3759DFu - (significandBits >> 1)); // about 1/√m
        float minusHalf = Ieee.Multiply(m, -0.5f);
        float w = Ieee.Fma(Ieee.Multiply(minusHalf, y), y, 0.5f);
        y = Ieee.Fma(y, w, y);
        w = Ieee.Fma(Ieee.Multiply(minusHalf, y), y, 0.5f);
        y = Ieee.Fma(y, w, y);
        w = Ieee.Fma(Ieee.Multiply(minusHalf, y), y, 0.5f);
        y = Ieee.Fma(y, w, y);

        float root = Ieee.Multiply(m, y);
        float remainder = Ieee.Fma(-root, root, m);
        root = Ieee.Fma(remainder, Ieee.Multiply(y, 0.5f), root);
        remainder = Ieee.Fma(-root, root, m);
        root = Ieee.Fma(remainder, Ieee.Multiply(y, 0.5f), root);

        uint result = Interop.FloatAsInt(root) + (uint)((subnormal ? halfExponent - 12 : halfExponent) << 23);
        uint magnitude = Interop.FloatAsInt(x) & 0x7FFFFFFFu;
        if (magnitude == 0 | Interop.FloatAsInt(x) == 0x7F800000u)
            result = Interop.FloatAsInt(x);
        else if (magnitude > 0x7F800000u | Interop.FloatAsInt(x) > 0x80000000u)
            result = 0x7FC00000u;
        return Interop.IntAsFloat(result);
    }

    private static uint SpecialQuotient(uint magnitudeA, uint magnitudeB)
    {
        bool isNaN = magnitudeA > 0x7F800000u | magnitudeB > 0x7F800000u
            | (magnitudeA == 0x7F800000u & magnitudeB == 0x7F800000u) | (magnitudeA == 0 & magnitudeB == 0);
        bool isInfinite = magnitudeA == 0x7F800000u | magnitudeB == 0;
        return isNaN ? 0x7FC00000u : (isInfinite ? 0x7F800000u : 0u);
    }

    private static uint FiniteQuotient(uint magnitudeA, uint magnitudeB)
    {
        int adjust = 0;
        float scaledA = Interop.IntAsFloat(magnitudeA);
        float scaledB = Interop.IntAsFloat(magnitudeB);
        if (magnitudeA < 0x00800000u)
        {
            scaledA = Ieee.Multiply(scaledA, 16777216f);
            adjust -= 24;
        }
        if (magnitudeB < 0x00800000u)
        {
            scaledB = Ieee.Multiply(scaledB, 16777216f);
            adjust += 24;
        }
        uint bitsA = Interop.FloatAsInt(scaledA);
        uint bitsB = Interop.FloatAsInt(scaledB);
        int exponent = (int)(bitsA >> 23) - (int)(bitsB >> 23) + adjust;
        float a = Interop.IntAsFloat((bitsA & 0x007FFFFFu) | 0x3F800000u); // both in [1, 2)
        float b = Interop.IntAsFloat((bitsB & 0x007FFFFFu) | 0x3F800000u);

        float reciprocal = ReciprocalOfOneToTwo(b);
        float minusB = -b;
        float quotient = Ieee.Multiply(a, reciprocal);
        float remainder = Ieee.Fma(minusB, quotient, a);
        quotient = Ieee.Fma(remainder, reciprocal, quotient);
        remainder = Ieee.Fma(minusB, quotient, a);
        quotient = Ieee.Fma(remainder, reciprocal, quotient);

        uint bits = Interop.FloatAsInt(quotient);
        int biased = (int)(bits >> 23) + exponent;
        if (biased >= 255)
            return 0x7F800000u;
        if (biased >= 1)
            return ((uint)biased << 23) | (bits & 0x007FFFFFu);
        return RoundSubnormal(bits, 1 - biased, Ieee.Fma(minusB, quotient, a));
    }

    // The quotient's significand shifted right into the subnormal range; the exact remainder breaks ties that the first rounding made.
    private static uint RoundSubnormal(uint bits, int shift, float remainder)
    {
        if (shift > 25)
            return 0;
        uint significand = (bits & 0x007FFFFFu) | 0x00800000u;
        uint half = 1u << (shift - 1);
        uint low = significand & ((1u << shift) - 1u);
        uint result = significand >> shift;
        bool up = low > half | (low == half & (remainder > 0f | (remainder == 0f & (result & 1u) != 0u)));
        return up ? result + 1 : result;
    }

    // 1/d for d in [1, 2), correctly rounded: Newton iterations from a linear start; Markstein's one exception is the all-ones significand.
    private static float ReciprocalOfOneToTwo(float d)
    {
        float minusD = -d;
        float y = Ieee.Fma(d, -0.470588237f, 1.41176474f);
        float error = Ieee.Fma(minusD, y, 1f);
        y = Ieee.Fma(y, error, y);
        error = Ieee.Fma(minusD, y, 1f);
        y = Ieee.Fma(y, error, y);
        error = Ieee.Fma(minusD, y, 1f);
        y = Ieee.Fma(y, error, y);
        error = Ieee.Fma(minusD, y, 1f);
        y = Ieee.Fma(y, error, y);
        return Interop.FloatAsInt(d) == 0x3FFFFFFFu ? Interop.IntAsFloat(0x3F000001u) : y;
    }
}
