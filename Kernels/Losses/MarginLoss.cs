using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A margin loss, from the scores z: ℓ = Σⱼ φ(yⱼzⱼ), δⱼ = yⱼ φ′(yⱼzⱼ), with targets yⱼ = ±1. Book, section 1.4 and (1.7); several columns are one-vs-rest.</summary>
public readonly struct MarginLoss<TFunction>(LossOperands operands) : IRowwise
    where TFunction : struct, IMarginFunction
{
    private readonly LossOperands operands = operands;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        int columns = operands.Columns;
        long start = (long)row * columns;
        long end = start + columns;
        long i = start;
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(operands.Deltas, i, TFunction.Loss<TLanes, TVector>(Margin<TLanes, TVector>(i)));
        for (; i < end; i++)
            TScalar.Store(operands.Deltas, i, TFunction.Loss<TScalar, float>(Margin<TScalar, float>(i)));
        TScalar.Store(operands.Losses, row, OrderedSum.Strided<TScalar, float>(operands.Deltas, start, 1, columns));

        i = start;
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(operands.Deltas, i, TLanes.Multiply(TLanes.Load(operands.Targets, i), TFunction.Slope<TLanes, TVector>(Margin<TLanes, TVector>(i))));
        for (; i < end; i++)
            TScalar.Store(operands.Deltas, i, TScalar.Multiply(TScalar.Load(operands.Targets, i), TFunction.Slope<TScalar, float>(Margin<TScalar, float>(i))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Margin<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Multiply(TLanes.Load(operands.Targets, index), TLanes.Load(operands.Outputs, index));
}
