using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>a = tanh z; f′ = 1 − a². Book, section 3.4.</summary>
public readonly struct Tanh : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => ExactMath.Tanh<TLanes, TVector>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TimesDerivative<TLanes, TVector>(TVector delta, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Multiply(delta, TLanes.Fma(ExactMath.Negate<TLanes, TVector>(a), a, TLanes.Constant(1f)));
}
