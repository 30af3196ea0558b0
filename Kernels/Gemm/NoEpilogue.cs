using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Writes a Gemm's result as it is.</summary>
public readonly struct NoEpilogue : IEpilogue
{
    /// <inheritdoc/>
    public static bool IsIdentity => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => value;
}
