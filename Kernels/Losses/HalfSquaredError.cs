using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Half the squared error, from a = f(z): ℓ = ½ Σⱼ (aⱼ − yⱼ)², δ = (a − y) ⊙ f′(z). Book, (1.3), (3.2) and section 4.4; the ½ stays.</summary>
public readonly struct HalfSquaredError<TActivation>(LossOperands operands) : IRowwise
    where TActivation : struct, IActivation
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
        float total = 0f;
        float chunk = 0f;
        for (int j = 0; j < columns; j++)
        {
            if (j > 0 && j % DotProduct.ChunkLength == 0)
            {
                total = OrderedSum.Join<TScalar, float>(total, chunk, j == DotProduct.ChunkLength);
                chunk = 0f;
            }
            float residual = Residual<TScalar, float>(start + j);
            chunk = TScalar.Fma(residual, residual, chunk);
        }
        total = OrderedSum.Join<TScalar, float>(total, chunk, columns <= DotProduct.ChunkLength);
        TScalar.Store(operands.Losses, row, TScalar.Multiply(0.5f, total));

        long end = start + columns;
        long i = start;
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(operands.Deltas, i, TActivation.TimesDerivative<TLanes, TVector>(Residual<TLanes, TVector>(i), TLanes.Load(operands.Outputs, i)));
        for (; i < end; i++)
            TScalar.Store(operands.Deltas, i, TActivation.TimesDerivative<TScalar, float>(Residual<TScalar, float>(i), TScalar.Load(operands.Outputs, i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Residual<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Add(TLanes.Load(operands.Outputs, index), ExactMath.Negate<TLanes, TVector>(TLanes.Load(operands.Targets, index)));
}
