using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Adds the gradient of λ₂/2·‖W‖² + λ₁·‖W‖₁ to a batch's gradient: g ← fma(λ₂, W, g), then g ← g + λ₁·sgn(W) with sgn(0) = 0. Book, (1.9) as corrected: the gradient of λ/2·‖W‖² is λW.</summary>
/// <param name="parameters">W.</param>
/// <param name="gradient">g, the sum over the batch, updated in place.</param>
/// <param name="l2">λ₂·b: the gradient is a sum over b samples.</param>
/// <param name="l1">λ₁·b.</param>
public readonly struct PenaltyGradient(FloatView parameters, FloatView gradient, float l2, float l1) : IElementwise
{
    private readonly FloatView parameters = parameters;
    private readonly FloatView gradient = gradient;
    private readonly float l2 = l2;
    private readonly float l1 = l1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector w = TLanes.Load(parameters, index);
        TVector zero = TLanes.Constant(0f);
        TVector g = TLanes.Fma(TLanes.Constant(l2), w, TLanes.Load(gradient, index));
        TVector sign = TLanes.SelectLess(zero, w, TLanes.Constant(l1), TLanes.SelectLess(w, zero, TLanes.Constant(-l1), zero));
        TLanes.Store(gradient, index, TLanes.Add(g, sign));
    }
}
