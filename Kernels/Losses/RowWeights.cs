using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Lets each sample count by its weight: ℓᵢ ← wᵢℓᵢ and δᵢ ← wᵢδᵢ, one rounding each; run it over the rows after the loss.</summary>
/// <param name="weights">[rows].</param>
/// <param name="losses">[rows], updated in place.</param>
/// <param name="deltas">[rows × columns], updated in place.</param>
public readonly struct RowWeights(FloatView weights, FloatView losses, MatrixView deltas) : IRowwise
{
    private readonly FloatView weights = weights;
    private readonly FloatView losses = losses;
    private readonly FloatView deltas = deltas.Data;
    private readonly int columns = deltas.Columns;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        float weight = TScalar.Load(weights, row);
        TScalar.Store(losses, row, TScalar.Multiply(weight, TScalar.Load(losses, row)));
        long i = (long)row * columns;
        long end = i + columns;
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(deltas, i, TLanes.Multiply(TLanes.Constant(weight), TLanes.Load(deltas, i)));
        for (; i < end; i++)
            TScalar.Store(deltas, i, TScalar.Multiply(weight, TScalar.Load(deltas, i)));
    }
}
