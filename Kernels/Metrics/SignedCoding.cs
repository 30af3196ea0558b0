using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Targets −1 and +1: the sign of a single output is the class. A score of 0, or NaN, is always the wrong class: sgn(0) = 0 is neither. Book, section 1.4.</summary>
public readonly struct SignedCoding : IClassCoding
{
    /// <inheritdoc/>
    public static float Rest => -1f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Decide<TScalar>(float score, float targetClass)
        where TScalar : struct, ILanes<float>
    {
        float wrong = TScalar.SelectEqual(targetClass, 0f, 1f, 0f);
        return TScalar.SelectLess(0f, score, 1f, TScalar.SelectLess(score, 0f, 0f, wrong));
    }
}
