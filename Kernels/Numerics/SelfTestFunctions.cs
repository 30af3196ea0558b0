using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Every exact function of one or two bit patterns: what a device must give bit for bit.</summary>
/// <param name="first">First operands.</param>
/// <param name="second">Second operands.</param>
/// <param name="results">[<see cref="Count"/> × operands], one function after the other.</param>
public readonly struct SelfTestFunctions(FloatView first, FloatView second, FloatView results) : IElementwise
{
    /// <summary>How many functions there are.</summary>
    public const int Count = 9;

    private readonly FloatView first = first;
    private readonly FloatView second = second;
    private readonly FloatView results = results;
    private readonly long operands = first.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector x = TLanes.Load(first, index);
        TVector y = TLanes.Load(second, index);
        TLanes.Store(results, index, TLanes.Add(x, y));
        TLanes.Store(results, index + operands, TLanes.Multiply(x, y));
        TLanes.Store(results, index + (2 * operands), TLanes.Fma(x, y, x));
        TLanes.Store(results, index + (3 * operands), TLanes.Divide(x, y));
        TLanes.Store(results, index + (4 * operands), TLanes.Sqrt(x));
        TLanes.Store(results, index + (5 * operands), ExactMath.Exp<TLanes, TVector>(x));
        TLanes.Store(results, index + (6 * operands), ExactMath.Log<TLanes, TVector>(x));
        TLanes.Store(results, index + (7 * operands), ExactMath.Sigmoid<TLanes, TVector>(x));
        TLanes.Store(results, index + (8 * operands), ExactMath.Tanh<TLanes, TVector>(x));
    }
}
