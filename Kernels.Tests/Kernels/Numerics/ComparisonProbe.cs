using System.Runtime.CompilerServices;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Selections with operands in memory and constants on either side, and ln(1 + x): what the self-test's functions do not show by themselves.</summary>
/// <param name="first">First operands.</param>
/// <param name="second">Second operands.</param>
/// <param name="results">[<see cref="Count"/> × operands].</param>
public readonly struct ComparisonProbe(FloatView first, FloatView second, FloatView results) : IElementwise
{
    /// <summary>How many results there are for an index.</summary>
    public const int Count = 7;

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
        TVector zero = TLanes.Constant(0f);
        TVector yes = TLanes.Constant(1f);
        TVector no = TLanes.Constant(2f);
        TLanes.Store(results, index, TLanes.SelectLess(x, y, yes, no));
        TLanes.Store(results, index + operands, TLanes.SelectLess(zero, x, yes, no));
        TLanes.Store(results, index + (2 * operands), TLanes.SelectLess(x, zero, yes, no));
        TLanes.Store(results, index + (3 * operands), TLanes.SelectEqual(x, y, yes, no));
        TLanes.Store(results, index + (4 * operands), TLanes.SelectEqual(zero, x, yes, no));
        TLanes.Store(results, index + (5 * operands), TLanes.SelectNaN(x, yes, no));
        TVector inDomain = TLanes.SelectLess(ExactMath.Abs<TLanes, TVector>(x), yes, ExactMath.Abs<TLanes, TVector>(x), yes);
        TLanes.Store(results, index + (6 * operands), ExactMath.LogOnePlus<TLanes, TVector>(TLanes.SelectNaN(x, yes, inDomain)));
    }
}
