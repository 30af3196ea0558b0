using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>φ(m) = max(0, 1 − m); φ′(m) = −1 for m &lt; 1, else 0: the subgradient 0 at the kink. Book, section 1.4.</summary>
public readonly struct Hinge : IMarginFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Loss<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => Shortfall<TLanes, TVector>(margin);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.SelectLess(margin, TLanes.Constant(1f), TLanes.Constant(-1f), TLanes.Constant(0f));

    /// <summary>max(0, 1 − m): how far a margin falls short of 1; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Shortfall<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => Relu.Invoke<TLanes, TVector>(TLanes.Add(TLanes.Constant(1f), ExactMath.Negate<TLanes, TVector>(margin)));
}
