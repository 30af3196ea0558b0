using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

public static partial class ExactMath
{
    /// <summary>The logistic function σ(x) = 1/(1 + e⁻ˣ), without overflow for any x; book, section 3.2. NaN for NaN.</summary>
    /// <remarks>With t = e^(−|x|): 1/(1 + t) for x ≥ 0, t/(1 + t) for x &lt; 0.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector one = TLanes.Constant(1f);
        TVector t = BoundedExp<TLanes, TVector>(TLanes.NegatedAtMost(x, 104f));
        TVector numerator = TLanes.SelectLess(x, TLanes.Constant(0f), t, one);
        TVector y = TLanes.Divide(numerator, TLanes.Add(one, t));
        return TLanes.SelectNaN(x, TLanes.ConstantBits(QuietNaN), y);
    }
}
