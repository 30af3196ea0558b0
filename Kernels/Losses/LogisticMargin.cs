using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>φ(m) = ln(1 + e⁻ᵐ), as max(0, −m) + ln(1 + e^(−|m|)), which overflows for no m; φ′(m) = −σ(−m). Book, section 1.4.</summary>
public readonly struct LogisticMargin : IMarginFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Loss<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector minus = ExactMath.Negate<TLanes, TVector>(margin);
        TVector linear = TLanes.SelectLess(margin, TLanes.Constant(0f), minus, TLanes.Constant(0f));
        TVector t = ExactMath.Exp<TLanes, TVector>(TLanes.OrBits(margin, TLanes.ConstantBits(0x80000000u)));
        return TLanes.Add(linear, ExactMath.LogOnePlus<TLanes, TVector>(t));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TLanes, TVector>(TVector margin)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => ExactMath.Negate<TLanes, TVector>(ExactMath.Sigmoid<TLanes, TVector>(ExactMath.Negate<TLanes, TVector>(margin)));
}
