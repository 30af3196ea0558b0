using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Softmax with cross-entropy, from z: ℓ = Σⱼ yⱼ (ln Σₖ e^(zₖ − m) − (zⱼ − m)), δ = p − y. Book, section 4.4 as corrected.</summary>
/// <remarks>m is the row's maximum: nothing overflows and the logarithm's argument is at least 1. The rows of y sum to one.</remarks>
public readonly struct SoftmaxCrossEntropy(LossOperands operands) : IRowwise
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
        float max = Softmax.RowMaximum<TScalar>(operands.Outputs, start, columns);
        float sum = Softmax.Exponentials<TLanes, TVector, TScalar>(operands.Outputs, operands.Deltas, start, columns, max);
        TScalar.Store(operands.Losses, row, Loss<TScalar>(start, max, ExactMath.Log<TScalar, float>(sum)));

        long end = start + columns;
        long i = start;
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(operands.Deltas, i, Delta<TLanes, TVector>(i, TLanes.Constant(sum)));
        for (; i < end; i++)
            TScalar.Store(operands.Deltas, i, Delta<TScalar, float>(i, sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Delta<TLanes, TVector>(long index, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector probability = TLanes.Divide(TLanes.Load(operands.Deltas, index), sum);
        return TLanes.Add(probability, ExactMath.Negate<TLanes, TVector>(TLanes.Load(operands.Targets, index)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Loss<TScalar>(long start, float max, float logSum)
        where TScalar : struct, ILanes<float>
    {
        float minusMax = ExactMath.Negate<TScalar, float>(max);
        float total = 0f;
        float chunk = 0f;
        for (int j = 0; j < operands.Columns; j++)
        {
            if (j > 0 && j % DotProduct.ChunkLength == 0)
            {
                total = OrderedSum.Join<TScalar, float>(total, chunk, j == DotProduct.ChunkLength);
                chunk = 0f;
            }
            float shifted = TScalar.Add(TScalar.Load(operands.Outputs, start + j), minusMax);
            float minusLogProbability = TScalar.Add(logSum, ExactMath.Negate<TScalar, float>(shifted));
            chunk = TScalar.Fma(TScalar.Load(operands.Targets, start + j), minusLogProbability, chunk);
        }
        return OrderedSum.Join<TScalar, float>(total, chunk, operands.Columns <= DotProduct.ChunkLength);
    }
}
