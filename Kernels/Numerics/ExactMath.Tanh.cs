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
        TVector sign = TLanes.AndBits(x, TLanes.ConstantBits(SignBit));
        TVector magnitude = TLanes.AndBits(x, TLanes.ConstantBits(MagnitudeMask));
        TVector one = TLanes.Constant(1f);

        TVector square = TLanes.Multiply(x, x);
        TVector p = TLanes.Fma(TLanes.Constant(-0.00571704516f), square, TLanes.Constant(0.020650588f));
        p = TLanes.Fma(p, square, TLanes.Constant(-0.0537434965f));
        p = TLanes.Fma(p, square, TLanes.Constant(0.133314908f));
        p = TLanes.Fma(p, square, TLanes.Constant(-0.333332837f));
        TVector small = TLanes.Fma(TLanes.Multiply(x, square), p, x);

        // From e⁻⁴⁰ on 1 − 2t/(1 + t) is 1. Doubling by a sum is exact and leaves the multipliers to others.
        TVector negated = TLanes.OrBits(x, TLanes.ConstantBits(SignBit));
        TVector t = ExpFromMinus40<TLanes, TVector>(TLanes.Add(negated, negated));
        TVector large = TLanes.Add(one, TLanes.Divide(Negate<TLanes, TVector>(TLanes.Add(t, t)), TLanes.Add(one, t)));

        TVector y = TLanes.OrBits(TLanes.SelectLess(magnitude, TLanes.Constant(0.625f), small, large), sign);
        return TLanes.SelectNaN(x, TLanes.ConstantBits(QuietNaN), y);
    }
}
