using System.Runtime.CompilerServices;
using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>Multiply-adds that stay in registers: eight independent chains an index, each of which tends to 1; outputs[i] is their sum.</summary>
/// <param name="outputs">One number an index.</param>
/// <param name="turns">Each is <see cref="OperationsATurn"/> operations.</param>
public readonly struct FmaChains(FloatView outputs, int turns) : IElementwise
{
    /// <summary>Chains, multiply-adds of each in the body of the loop, and two operations for one.</summary>
    public const int OperationsATurn = 8 * 8 * 2;

    private readonly FloatView outputs = outputs;
    private readonly int turns = turns;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector>(long index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector c0 = TLanes.Constant(0.1f), c1 = TLanes.Constant(0.2f), c2 = TLanes.Constant(0.3f), c3 = TLanes.Constant(0.4f);
        TVector c4 = TLanes.Constant(0.5f), c5 = TLanes.Constant(0.6f), c6 = TLanes.Constant(0.7f), c7 = TLanes.Constant(0.8f);
        for (int i = 0; i < turns; i++)
        {
            c0 = Eight<TLanes, TVector>(c0);
            c1 = Eight<TLanes, TVector>(c1);
            c2 = Eight<TLanes, TVector>(c2);
            c3 = Eight<TLanes, TVector>(c3);
            c4 = Eight<TLanes, TVector>(c4);
            c5 = Eight<TLanes, TVector>(c5);
            c6 = Eight<TLanes, TVector>(c6);
            c7 = Eight<TLanes, TVector>(c7);
        }
        TVector low = TLanes.Add(TLanes.Add(c0, c1), TLanes.Add(c2, c3));
        TVector high = TLanes.Add(TLanes.Add(c4, c5), TLanes.Add(c6, c7));
        TLanes.Store(outputs, index, TLanes.Add(low, high));
    }

    // The chains lie one after the other in the text; the device's compiler, which sees that they are independent, mixes them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Eight<TLanes, TVector>(TVector c)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector half = TLanes.Constant(0.5f);
        c = TLanes.Fma(c, half, half);
        c = TLanes.Fma(c, half, half);
        c = TLanes.Fma(c, half, half);
        c = TLanes.Fma(c, half, half);
        c = TLanes.Fma(c, half, half);
        c = TLanes.Fma(c, half, half);
        c = TLanes.Fma(c, half, half);
        return TLanes.Fma(c, half, half);
    }
}
