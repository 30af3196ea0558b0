using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The numbers of one Adam update, computed in binary64 and each rounded once.</summary>
/// <param name="Beta1">β₁.</param>
/// <param name="OneMinusBeta1">1 − β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="OneMinusBeta2">1 − β₂.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Scale">1/b.</param>
/// <param name="StepSize">ηₜ/(1 − β₁ᵗ).</param>
/// <param name="RootCorrection">1/√(1 − β₂ᵗ).</param>
/// <param name="Keep">1 − ηₜλ, what AdamW's decay leaves of a weight; 1 for none.</param>
public readonly record struct AdamFactors(float Beta1, float OneMinusBeta1, float Beta2, float OneMinusBeta2, float Epsilon, float Scale, float StepSize, float RootCorrection, float Keep)
{
    /// <summary>The same constants with the numbers of a certain update.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AdamFactors At(UpdateNumbers numbers)
        => new(Beta1, OneMinusBeta1, Beta2, OneMinusBeta2, Epsilon, Scale, StepSize: numbers.Rate, numbers.RootCorrection, numbers.Keep);
}
