using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Heavy-ball momentum: ḡ = scale·g; v ← fma(μ, v, ḡ); W ← fma(−η, v, W). Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.</summary>
/// <param name="parameters">W, updated in place.</param>
/// <param name="gradient">g, the sum over the batch.</param>
/// <param name="velocity">v, updated in place.</param>
/// <param name="coefficient">μ.</param>
/// <param name="scale">1/b.</param>
/// <param name="rate">ηₜ.</param>
public readonly struct MomentumUpdate(FloatView parameters, FloatView gradient, FloatView velocity, float coefficient, float scale, float rate) : IUpdate<MomentumUpdate>
{
    private readonly FloatView parameters = parameters;
    private readonly FloatView gradient = gradient;
    private readonly FloatView velocity = velocity;
    private readonly float coefficient = coefficient;
    private readonly float scale = scale;
    private readonly float minusRate = -rate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MomentumUpdate At(UpdateNumbers numbers) => new(parameters, gradient, velocity, coefficient, scale, numbers.Rate);

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
    {
        TVector mean = TLanes.Multiply(TLanes.Constant(scale), gradient);
        TVector v = TLanes.Fma(TLanes.Constant(coefficient), TLanes.Load(velocity, index), mean);
        TLanes.Store(velocity, index, v);
        TLanes.Store(parameters, index, TLanes.Fma(TLanes.Constant(minusRate), v, TLanes.Load(parameters, index)));
    }
}
