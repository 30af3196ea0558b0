using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>a = z; f′ = 1.</summary>
public readonly struct Identity : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => z;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TimesDerivative<TLanes, TVector>(TVector delta, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => delta;
}
