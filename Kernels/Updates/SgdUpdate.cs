using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Wᵢ ← fma(−rate, gᵢ, Wᵢ): gradient descent's step, book (2.1)–(2.3), one rounding an element.</summary>
/// <param name="parameters">W, updated in place.</param>
/// <param name="gradient">g, the sum over the batch; the rate carries the 1/b.</param>
/// <param name="rate">ηₜ/b.</param>
public readonly struct SgdUpdate(FloatView parameters, FloatView gradient, float rate) : IUpdate<SgdUpdate>
{
    private readonly FloatView parameters = parameters;
    private readonly FloatView gradient = gradient;
    private readonly float minusRate = -rate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SgdUpdate At(UpdateNumbers numbers) => new(parameters, gradient, numbers.Rate);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => Update<TLanes, TVector>(TLanes.Load(gradient, index), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<TLanes, TVector>(TVector gradient, long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => TLanes.Store(parameters, index, TLanes.Fma(TLanes.Constant(minusRate), gradient, TLanes.Load(parameters, index)));
}
