using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The factor that brings a norm down to its limit: √(Σ sums) ≤ limit ? 1 : limit/√(Σ sums); run it over one row. Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013, algorithm 1.</summary>
/// <remarks>A norm that is not finite gives NaN, so that the fit stops instead of going on with nothing.</remarks>
/// <param name="sums">Squares already summed in groups, at least one.</param>
/// <param name="limit">The largest norm left alone.</param>
/// <param name="scale">[<see cref="Copies"/>], the factor in every place, written.</param>
public readonly struct ClipScale(FloatView sums, float limit, FloatView scale) : IRowwise
{
    /// <summary>How often the factor is written, so that a register of any width can be loaded with it.</summary>
    public const int Copies = 16;

    private readonly FloatView sums = sums;
    private readonly float limit = limit;
    private readonly FloatView scale = scale;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        float norm = TScalar.Sqrt(OrderedSum.Strided<TScalar, float>(sums, 0, 1, (int)sums.Length));
        float factor = TScalar.SelectLess(limit, norm, TScalar.Divide(limit, norm), 1f);
        factor = TScalar.SelectLess(norm, TScalar.ConstantBits(0x7F800000u), factor, TScalar.ConstantBits(0x7FC00000u));
        for (int i = 0; i < Copies; i++)
            TScalar.Store(scale, i, factor);
    }
}
