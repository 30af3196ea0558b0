using System.Runtime.CompilerServices;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>eˣ as an activation, which no network has: to measure the function alone.</summary>
public readonly struct Exp : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => ExactMath.Exp<TLanes, TVector>(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TimesDerivative<TLanes, TVector>(TVector delta, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Multiply(delta, a);
}
