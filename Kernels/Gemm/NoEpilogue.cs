using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Writes a Gemm's result as it is.</summary>
public readonly struct NoEpilogue : IEpilogue
{
    /// <inheritdoc/>
    public static bool IsIdentity => true;

    /// <inheritdoc/>
    public static bool StoresItself => false;

    /// <inheritdoc/>
    public void Begin<TLanes>()
        where TLanes : struct, ILanes<float>
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector value, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => value;

    /// <inheritdoc/>
    public void TakeSums<TLanes, TVector>(TVector sums, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
    }
}
