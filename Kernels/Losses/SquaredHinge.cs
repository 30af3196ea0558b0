using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>φ(m) = ½ max(0, 1 − m)²; φ′(m) = m − 1 for m &lt; 1, else 0. Book, section 1.4; its gradient is (1.7).</summary>
public readonly struct SquaredHinge : IMarginFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Loss<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector shortfall = Hinge.Shortfall<TLanes, TVector>(margin);
        return TLanes.Multiply(TLanes.Multiply(TLanes.Constant(0.5f), shortfall), shortfall);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => ExactMath.Negate<TLanes, TVector>(Hinge.Shortfall<TLanes, TVector>(margin));
}
