using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

public static partial class ExactMath
{
    /// <summary>tanh x; odd, ±1 for large |x|, x for tiny x; book, section 3.4. NaN for NaN.</summary>
    /// <remarks>An odd minimax polynomial for |x| &lt; 0.625, else 1 − 2t/(1 + t) with t = e^(−2|x|).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector one = TLanes.Constant(1f);

        // Two chains, a step of each in turn: the polynomial for small x, and e^(−2|x|) as in ReducedExp. From e⁻⁴⁰ on 1 − 2t/(1 + t) is 1.
        TVector twice = TLanes.NegatedAtMost(TLanes.Add(x, x), 40f);
        TVector square = TLanes.Multiply(x, x);
        TVector shifted = TLanes.Fma(twice, TLanes.Constant(Log2E), TLanes.Constant(RoundingShift));
        TVector n = TLanes.Add(shifted, TLanes.Constant(-RoundingShift));
        TVector p = TLanes.Fma(TLanes.Constant(-0.00571704516f), square, TLanes.Constant(0.020650588f));
        TVector r = TLanes.Fma(n, TLanes.Constant(MinusLn2High), twice);
        p = TLanes.Fma(p, square, TLanes.Constant(-0.0537434965f));
        r = TLanes.Fma(n, TLanes.Constant(MinusLn2Low), r);
        p = TLanes.Fma(p, square, TLanes.Constant(0.133314908f));
        TVector q = TLanes.Fma(TLanes.Constant(Exp5), r, TLanes.Constant(Exp4));
        p = TLanes.Fma(p, square, TLanes.Constant(-0.333332837f));
        q = TLanes.Fma(q, r, TLanes.Constant(Exp3));
        TVector small = TLanes.Fma(TLanes.Multiply(x, square), p, x);
        q = TLanes.Fma(q, r, TLanes.Constant(Exp2));
        q = TLanes.Fma(q, r, TLanes.Constant(0.5f));
        q = TLanes.Add(TLanes.Fma(TLanes.Multiply(r, r), q, r), one);
        TVector t = TLanes.ScaleNormal(q, n, shifted);
        TVector large = TLanes.Subtract(one, TLanes.Divide(TLanes.Add(t, t), TLanes.Add(one, t)));

        TVector y = TLanes.SelectLess(TLanes.Constant(-1.25f), twice, small, large);
        y = TLanes.CopySign(y, x);
        return TLanes.SelectNaN(x, TLanes.ConstantBits(QuietNaN), y);
    }
}
