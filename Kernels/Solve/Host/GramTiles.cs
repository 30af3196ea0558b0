using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A Gram matrix whose chunks are summed and added in one precision.</summary>
internal readonly unsafe struct GramTiles<TTile, TLanes, TVector, TElement> : IGramTiles<TElement, TElement>
    where TTile : struct, IPanelTile<TElement>
    where TLanes : struct, IVectorLanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged, INumberBase<TElement>
{
    public static int Columns => 2 * TLanes.Count;

    public static int Rows => TTile.Rows;

    public static int Planes => 1;

    public static void Pack(in GramOperands<TElement, TElement> operands, int firstRow, int rows, int panel, TElement* rowWeights, TElement* destination)
        => PanelPacking<TLanes, TVector, TElement>.Pack(operands, firstRow, rows, panel, rowWeights, destination);

    public static void Compute(int depth, TElement* left, TElement* right, TElement* tile) => TTile.Compute(depth, left, Columns, right, Columns, tile);

    public static void ComputeHalf(int depth, TElement* left, TElement* right, TElement* tile) => TTile.ComputeHalf(depth, left, Columns, right, Columns, tile);

    // sign · sum is exact, so that the fma rounds as the addition or subtraction does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(in GramOperands<TElement, TElement> operands, TElement* tileRow, long at, int count)
    {
        TElement* sums = operands.Gram + at;
        TVector sign = TLanes.Constant(operands.Sign);
        int k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            TLanes.Store(sums + k, TLanes.Fma(sign, TLanes.Load(tileRow + k), TLanes.Load(sums + k)));
        for (; k < count; k++)
            sums[k] += operands.Sign * tileRow[k];
    }
}
