using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>a = max(0, z), +0 for every z ≤ 0, NaN for NaN; f′ = 1 for a &gt; 0, else 0. Book, section 3.4.</summary>
public readonly struct Relu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.SelectNaN(z, z, TLanes.SelectLess(TLanes.Constant(0f), z, z, TLanes.Constant(0f)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TimesDerivative<TLanes, TVector>(TVector delta, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.SelectLess(TLanes.Constant(0f), a, delta, TLanes.Constant(0f));
}
