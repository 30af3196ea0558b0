using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>RMSProp: ḡ = scale·g; s ← fma(α, s, ((1 − α)·ḡ)·ḡ); W ← fma(−η, ḡ/(√s + ε), W). Tieleman and Hinton, "Lecture 6.5: RMSProp", COURSERA, 2012.</summary>
/// <param name="parameters">W, updated in place.</param>
/// <param name="gradient">g, the sum over the batch.</param>
/// <param name="squares">s, the running mean of squares, updated in place.</param>
/// <param name="decay">α.</param>
/// <param name="complement">1 − α, rounded by itself.</param>
/// <param name="epsilon">ε.</param>
/// <param name="scale">1/b.</param>
/// <param name="rate">ηₜ.</param>
public readonly struct RmsPropUpdate(FloatView parameters, FloatView gradient, FloatView squares, float decay, float complement, float epsilon, float scale, float rate) : IUpdate<RmsPropUpdate>
{
    private readonly FloatView parameters = parameters;
    private readonly FloatView gradient = gradient;
    private readonly FloatView squares = squares;
    private readonly float decay = decay;
    private readonly float complement = complement;
    private readonly float epsilon = epsilon;
    private readonly float scale = scale;
    private readonly float minusRate = -rate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RmsPropUpdate At(UpdateNumbers numbers) => new(parameters, gradient, squares, decay, complement, epsilon, scale, numbers.Rate);

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
        TVector s = TLanes.Fma(TLanes.Constant(decay), TLanes.Load(squares, index), TLanes.Multiply(TLanes.Multiply(TLanes.Constant(complement), mean), mean));
        TLanes.Store(squares, index, s);
        TVector step = TLanes.Divide(mean, TLanes.Add(TLanes.Sqrt(s), TLanes.Constant(epsilon)));
        TLanes.Store(parameters, index, TLanes.Fma(TLanes.Constant(minusRate), step, TLanes.Load(parameters, index)));
    }
}
