using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

public static partial class ExactMath
{
    private const float MinusTwiceTanhBorder = -1.25f;

    // tanh x ≈ x + x³(…) for |x| < 0.625, the factors of x to the powers 3 to 11.
    private const float Tanh3 = -0.333332837f;
    private const float Tanh5 = 0.133314908f;
    private const float Tanh7 = -0.0537434965f;
    private const float Tanh9 = 0.020650588f;
    private const float Tanh11 = -0.00571704516f;

    /// <summary>tanh x; odd, ±1 for large |x|, x for tiny x; book, section 3.4. NaN for NaN.</summary>
    /// <remarks>An odd minimax polynomial for |x| &lt; 0.625, else 1 − 2t/(1 + t) with t = e^(−2|x|).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector one = TLanes.Constant(1f);

        // From e⁻⁴⁰ on 1 − 2t/(1 + t) is 1.
        TVector twice = TLanes.NegatedAtMost(TLanes.Add(x, x), 40f);
        TVector shifted = TLanes.Fma(twice, TLanes.Constant(Log2E), TLanes.Constant(RoundingShift));
        TVector n = TLanes.Add(shifted, TLanes.Constant(-RoundingShift));
        (TVector small, TVector large) = TLanes.TanhPolynomials(twice, x, n);
        TVector t = TLanes.ScaleNormal(TLanes.Add(large, one), n, shifted);
        large = TLanes.Subtract(one, TLanes.Divide(TLanes.Add(t, t), TLanes.Add(one, t)));

        TVector y = TLanes.SelectLess(TLanes.Constant(MinusTwiceTanhBorder), twice, small, large);
        y = TLanes.CopySign(y, x);
        return TLanes.SelectNaN(x, TLanes.ConstantBits(QuietNaN), y);
    }

    /// <summary><see cref="ILanes{TVector}.TanhPolynomials"/>: a step of each in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector Small, TVector Large) TanhPolynomialsOfTwo<TLanes, TVector>(TVector twice, TVector x, TVector n)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector square = TLanes.Multiply(x, x);
        TVector p = TLanes.Fma(TLanes.Constant(Tanh11), square, TLanes.Constant(Tanh9));
        TVector r = TLanes.Fma(n, TLanes.Constant(MinusLn2High), twice);
        p = TLanes.Fma(p, square, TLanes.Constant(Tanh7));
        r = TLanes.Fma(n, TLanes.Constant(MinusLn2Low), r);
        p = TLanes.Fma(p, square, TLanes.Constant(Tanh5));
        TVector q = TLanes.Fma(TLanes.Constant(Exp5), r, TLanes.Constant(Exp4));
        p = TLanes.Fma(p, square, TLanes.Constant(Tanh3));
        q = TLanes.Fma(q, r, TLanes.Constant(Exp3));
        TVector small = TLanes.Fma(TLanes.Multiply(x, square), p, x);
        q = TLanes.Fma(q, r, TLanes.Constant(Exp2));
        q = TLanes.Fma(q, r, TLanes.Constant(0.5f));
        return (small, TLanes.Fma(TLanes.Multiply(r, r), q, r));
    }

    /// <summary><see cref="ILanes{TVector}.TanhPolynomials"/>: both are z + z·s·p(s), with the z, the s and the factors of p chosen lane by lane. Six multiplications fewer, for registers that choose quickly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector Small, TVector Large) TanhPolynomialsOfOne<TLanes, TVector>(TVector twice, TVector x, TVector n)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector r = TLanes.Fma(n, TLanes.Constant(MinusLn2High), twice);
        r = TLanes.Fma(n, TLanes.Constant(MinusLn2Low), r);
        // Always the same comparison, which the compiler makes once.
        TVector border = TLanes.Constant(MinusTwiceTanhBorder);
        TVector z = TLanes.SelectLess(border, twice, x, r);
        TVector s = TLanes.SelectLess(border, twice, TLanes.Multiply(x, x), r);
        TVector p = TLanes.Fma(
            TLanes.SelectLess(border, twice, TLanes.Constant(Tanh11), TLanes.Constant(Exp5)),
            s,
            TLanes.SelectLess(border, twice, TLanes.Constant(Tanh9), TLanes.Constant(Exp4)));
        p = TLanes.Fma(p, s, TLanes.SelectLess(border, twice, TLanes.Constant(Tanh7), TLanes.Constant(Exp3)));
        p = TLanes.Fma(p, s, TLanes.SelectLess(border, twice, TLanes.Constant(Tanh5), TLanes.Constant(Exp2)));
        p = TLanes.Fma(p, s, TLanes.SelectLess(border, twice, TLanes.Constant(Tanh3), TLanes.Constant(0.5f)));
        p = TLanes.Fma(TLanes.Multiply(z, s), p, z);
        return (p, p);
    }
}
