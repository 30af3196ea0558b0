using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Adam and AdamW: ḡ = scale·g; m ← fma(β₁, m, (1 − β₁)·ḡ); s ← fma(β₂, s, ((1 − β₂)·ḡ)·ḡ); W ← fma(−η/(1 − β₁ᵗ), m/fma(√s, 1/√(1 − β₂ᵗ), ε), keep·W).</summary>
/// <remarks>Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2, with keep = 1 − ηₜλ.</remarks>
/// <param name="parameters">W, updated in place.</param>
/// <param name="gradient">g, the sum over the batch.</param>
/// <param name="mean">m, the running mean of gradients, updated in place.</param>
/// <param name="squares">s, the running mean of squares, updated in place.</param>
/// <param name="factors">The update's numbers.</param>
public readonly struct AdamUpdate(FloatView parameters, FloatView gradient, FloatView mean, FloatView squares, AdamFactors factors) : IUpdate<AdamUpdate>
{
    private readonly FloatView parameters = parameters;
    private readonly FloatView gradient = gradient;
    private readonly FloatView mean = mean;
    private readonly FloatView squares = squares;
    private readonly AdamFactors factors = factors;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AdamUpdate At(UpdateNumbers numbers) => new(parameters, gradient, mean, squares, factors.At(numbers));

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
        TVector g = TLanes.Multiply(TLanes.Constant(factors.Scale), gradient);
        TVector m = TLanes.Fma(TLanes.Constant(factors.Beta1), TLanes.Load(mean, index), TLanes.Multiply(TLanes.Constant(factors.OneMinusBeta1), g));
        TVector s = TLanes.Fma(TLanes.Constant(factors.Beta2), TLanes.Load(squares, index), TLanes.Multiply(TLanes.Multiply(TLanes.Constant(factors.OneMinusBeta2), g), g));
        TLanes.Store(mean, index, m);
        TLanes.Store(squares, index, s);
        TVector step = TLanes.Divide(m, TLanes.Fma(TLanes.Sqrt(s), TLanes.Constant(factors.RootCorrection), TLanes.Constant(factors.Epsilon)));
        TVector kept = TLanes.Multiply(TLanes.Constant(factors.Keep), TLanes.Load(parameters, index));
        TLanes.Store(parameters, index, TLanes.Fma(TLanes.Constant(-factors.StepSize), step, kept));
    }
}
