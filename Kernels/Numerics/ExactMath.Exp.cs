using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Elementary functions whose every rounding is one add, multiply, fma, divide or square root, so that all devices give the same bits.</summary>
/// <remarks>The sequences are part of the contract (docs/contract.md); their errors are tabled in docs/accuracy.md.</remarks>
public static partial class ExactMath
{
    // 1.5 · 2²³: adding it leaves the nearest integer in the low bits of the significand, rounded to even.
    private const float RoundingShift = 12582912f;
    private const uint RoundingShiftBits = 0x4B400000u;
    private const float Log2E = 1.442695f;

    // ln 2 in two parts; the first has enough trailing zeros for n · MinusLn2High to be exact.
    private const float MinusLn2High = -0.693145752f;
    private const float MinusLn2Low = -1.42860677e-06f;

    // eʳ ≈ 1 + r + r²(½ + …), the factors of r to the powers 1 to 4 in the brackets.
    private const float Exp2 = 0.166665182f;
    private const float Exp3 = 0.041666206f;
    private const float Exp4 = 0.00836895313f;
    private const float Exp5 = 0.00139506033f;
    private const uint QuietNaN = 0x7FC00000u;
    private const uint SignBit = 0x80000000u;
    private const uint MagnitudeMask = 0x7FFFFFFFu;

    /// <summary>eˣ; +∞ from x ≈ 88.73 on, subnormal below −87.34, 0 below −103.98; NaN for NaN.</summary>
    /// <remarks>x = n ln 2 + r with |r| ≤ ½ ln 2 (Cody and Waite), a minimax polynomial for eʳ, and two multiplications by powers of two so that a subnormal result is rounded once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector clamped = TLanes.AtLeast(TLanes.Constant(-104f), TLanes.AtMost(TLanes.Constant(89f), x));
        TVector y = BoundedExp<TLanes, TVector>(clamped);
        return TLanes.SelectNaN(x, TLanes.ConstantBits(QuietNaN), y);
    }

    /// <summary>eˣ for x from −104 to 89.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BoundedExp<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        (TVector y, TVector n, TVector shifted) = ReducedExp<TLanes, TVector>(x);
        return TLanes.ScaleBinary(y, n, TLanes.SubtractBits(shifted, TLanes.ConstantBits(RoundingShiftBits)));
    }

    /// <summary>a · 2ⁿ, rounded once, for a from ½ to 2 and an integer n (held in the bits) from −151 to 129: half of n goes into the exponent, which is exact, and the other half is multiplied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ScaleInTwoSteps<TLanes, TVector>(TVector a, TVector n)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector half = TLanes.ShiftRightBits(n, 1);
        TVector otherHalf = TLanes.SubtractBits(n, half);
        return TLanes.Multiply(AddToExponent<TLanes, TVector>(a, half), PowerOfTwo<TLanes, TVector>(otherHalf));
    }

    /// <summary>−min(|x|, bound), in two steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector NegatedAtMost<TLanes, TVector>(TVector x, float bound)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.AtLeast(TLanes.Constant(-bound), TLanes.OrBits(x, TLanes.ConstantBits(SignBit)));

    // eʳ, n and n with the shift still in it for x = n ln 2 + r.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Y, TVector N, TVector Shifted) ReducedExp<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector shifted = TLanes.Fma(x, TLanes.Constant(Log2E), TLanes.Constant(RoundingShift));
        TVector n = TLanes.Add(shifted, TLanes.Constant(-RoundingShift));
        TVector r = TLanes.Fma(n, TLanes.Constant(MinusLn2High), x);
        r = TLanes.Fma(n, TLanes.Constant(MinusLn2Low), r);

        TVector p = TLanes.Fma(TLanes.Constant(Exp5), r, TLanes.Constant(Exp4));
        p = TLanes.Fma(p, r, TLanes.Constant(Exp3));
        p = TLanes.Fma(p, r, TLanes.Constant(Exp2));
        p = TLanes.Fma(p, r, TLanes.Constant(0.5f));
        return (TLanes.Add(TLanes.Fma(TLanes.Multiply(r, r), p, r), TLanes.Constant(1f)), n, shifted);
    }

    /// <summary>2ⁿ for an integer n (held in the bits) from −126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo<TLanes, TVector>(TVector n)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.ShiftLeftBits(TLanes.AddBits(n, TLanes.ConstantBits(127)), 23);

    /// <summary>y · 2ⁿ for an integer n (held in the low nine bits), where y and the result are normal: an addition to the exponent, which is exact, as the multiplication is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector AddToExponent<TLanes, TVector>(TVector y, TVector n)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.AddBits(y, TLanes.ShiftLeftBits(n, 23));

    /// <summary>|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Abs<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.AndBits(x, TLanes.ConstantBits(MagnitudeMask));

    /// <summary>−x, also of zeros and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Negate<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.XorBits(x, TLanes.ConstantBits(SignBit));

    /// <summary>1/x, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Reciprocal<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Divide(TLanes.Constant(1f), x);
}
