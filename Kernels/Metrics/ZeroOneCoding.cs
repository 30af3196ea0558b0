using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Targets 0 and 1: a single output of at least ½ is the second class; NaN is the first.</summary>
public readonly struct ZeroOneCoding : IClassCoding
{
    /// <inheritdoc/>
    public static float Rest => 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Decide<TScalar>(float score, float targetClass)
        where TScalar : struct, ILanes<float>
        => TScalar.SelectLess(0.5f, score, 1f, TScalar.SelectEqual(score, 0.5f, 1f, 0f));
}
