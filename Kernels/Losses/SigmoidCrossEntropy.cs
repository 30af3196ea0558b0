using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Sigmoid with binary cross-entropy, from z: ℓ = Σⱼ max(zⱼ, 0) − zⱼyⱼ + ln(1 + e^(−|zⱼ|)), δ = σ(z) − y. No z overflows.</summary>
/// <remarks>The same as −Σⱼ yⱼ ln aⱼ + (1 − yⱼ) ln(1 − aⱼ) with a = σ(z).</remarks>
public readonly struct SigmoidCrossEntropy(LossOperands operands) : IRowwise
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
            TLanes.Store(operands.Deltas, i, Loss<TLanes, TVector>(i));
        for (; i < end; i++)
            TScalar.Store(operands.Deltas, i, Loss<TScalar, float>(i));
        TScalar.Store(operands.Losses, row, OrderedSum.Strided<TScalar, float>(operands.Deltas, start, 1, columns));

        i = start;
        for (; i + TLanes.Count <= end; i += TLanes.Count)
            TLanes.Store(operands.Deltas, i, Delta<TLanes, TVector>(i));
        for (; i < end; i++)
            TScalar.Store(operands.Deltas, i, Delta<TScalar, float>(i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Loss<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector z = TLanes.Load(operands.Outputs, index);
        TVector y = TLanes.Load(operands.Targets, index);
        TVector positive = TLanes.SelectLess(TLanes.Constant(0f), z, z, TLanes.Constant(0f));
        TVector linear = TLanes.Fma(ExactMath.Negate<TLanes, TVector>(z), y, positive);
        TVector t = ExactMath.Exp<TLanes, TVector>(TLanes.OrBits(z, TLanes.ConstantBits(0x80000000u)));
        return TLanes.Add(linear, ExactMath.LogOnePlus<TLanes, TVector>(t));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Delta<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector a = ExactMath.Sigmoid<TLanes, TVector>(TLanes.Load(operands.Outputs, index));
        return TLanes.Add(a, ExactMath.Negate<TLanes, TVector>(TLanes.Load(operands.Targets, index)));
    }
}
