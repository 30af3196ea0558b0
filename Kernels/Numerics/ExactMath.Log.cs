using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

public static partial class ExactMath
{
    // √½: subtracting its bits from x's leaves the exponent k of x = 2ᵏ m with m in [√½, √2).
    private const uint SqrtHalfBits = 0x3F3504F3u;
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>ln x; −∞ for ±0, NaN for x &lt; 0 and for NaN, +∞ for +∞.</summary>
    /// <remarks>x = 2ᵏ m with m in [√½, √2); a minimax polynomial for ln m; k ln 2 added in two parts.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // Subnormals are scaled by 2²³ first, and 23 is taken off the exponent.
        TVector scaled = TLanes.SelectLess(x, TLanes.Constant(SmallestNormal), TLanes.Multiply(x, TLanes.Constant(8388608f)), x);
        TVector exponentOffset = TLanes.SelectLess(x, TLanes.Constant(SmallestNormal), TLanes.ConstantBits(23), TLanes.ConstantBits(0));
        TVector k = TLanes.ShiftRightBits(TLanes.SubtractBits(scaled, TLanes.ConstantBits(SqrtHalfBits)), 23);
        TVector m = TLanes.SubtractBits(scaled, TLanes.ShiftLeftBits(k, 23));
        TVector f = TLanes.Add(m, TLanes.Constant(-1f));
        TVector square = TLanes.Multiply(f, f);
        TVector exponent = TLanes.SubtractBits(k, exponentOffset);
        TVector e = TLanes.Add(TLanes.AddBits(exponent, TLanes.ConstantBits(RoundingShiftBits)), TLanes.Constant(-RoundingShift));

        TVector p = TLanes.Fma(TLanes.Constant(0.0691554099f), f, TLanes.Constant(-0.117898643f));
        p = TLanes.Fma(p, f, TLanes.Constant(0.118729256f));
        p = TLanes.Fma(p, f, TLanes.Constant(-0.12384335f));
        p = TLanes.Fma(p, f, TLanes.Constant(0.142186642f));
        p = TLanes.Fma(p, f, TLanes.Constant(-0.166692525f));
        p = TLanes.Fma(p, f, TLanes.Constant(0.200022265f));
        p = TLanes.Fma(p, f, TLanes.Constant(-0.249999866f));
        p = TLanes.Fma(p, f, TLanes.Constant(0.333333105f));
        TVector y = TLanes.Fma(TLanes.Multiply(f, square), p, TLanes.Multiply(square, TLanes.Constant(-0.5f)));
        y = TLanes.Fma(e, TLanes.Constant(-MinusLn2Low), y);
        y = TLanes.Add(y, f);
        y = TLanes.Fma(e, TLanes.Constant(-MinusLn2High), y);

        TVector infinity = TLanes.ConstantBits(0x7F800000u);
        y = TLanes.SelectEqual(x, infinity, infinity, y);
        y = TLanes.SelectLess(x, TLanes.Constant(0f), TLanes.ConstantBits(QuietNaN), y);
        y = TLanes.SelectEqual(x, TLanes.Constant(0f), TLanes.ConstantBits(0xFF800000u), y);
        return TLanes.SelectNaN(x, TLanes.ConstantBits(QuietNaN), y);
    }

    /// <summary>ln(1 + x) for x in [0, 1], accurate also for tiny x.</summary>
    /// <remarks>With u = 1 + x rounded: ln u + (x − (u − 1))/u; the bracket is exact (Goldberg, "What every computer scientist should know about floating-point arithmetic", 1991, theorem 4, in its additive form).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOnePlus<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector u = TLanes.Add(TLanes.Constant(1f), x);
        TVector lost = TLanes.Add(x, Negate<TLanes, TVector>(TLanes.Add(u, TLanes.Constant(-1f))));
        return TLanes.Add(Log<TLanes, TVector>(u), TLanes.Divide(lost, u));
    }
}
