using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>a = σ(z) = 1/(1 + e⁻ᶻ); f′ = a(1 − a). Book, section 3.2.</summary>
public readonly struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => ExactMath.Sigmoid<TLanes, TVector>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TimesDerivative<TLanes, TVector>(TVector delta, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Multiply(delta, TLanes.Multiply(a, TLanes.Add(TLanes.Constant(1f), ExactMath.Negate<TLanes, TVector>(a))));
}
