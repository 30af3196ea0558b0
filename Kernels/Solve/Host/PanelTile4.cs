using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A register tile of 4 rows by two vectors: for register files of 16 vectors.</summary>
internal readonly unsafe struct PanelTile4<TLanes, TVector, TElement> : IPanelTile<TElement>
    where TLanes : struct, IVectorLanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    public static int Rows => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Compute(int depth, TElement* left, long leftStride, TElement* right, long rightStride, TElement* tile)
    {
        TVector left0 = TLanes.Load(tile + (0 * TLanes.Count)), right0 = TLanes.Load(tile + (1 * TLanes.Count));
        TVector left1 = TLanes.Load(tile + (2 * TLanes.Count)), right1 = TLanes.Load(tile + (3 * TLanes.Count));
        TVector left2 = TLanes.Load(tile + (4 * TLanes.Count)), right2 = TLanes.Load(tile + (5 * TLanes.Count));
        TVector left3 = TLanes.Load(tile + (6 * TLanes.Count)), right3 = TLanes.Load(tile + (7 * TLanes.Count));
        for (; depth > 0; depth--)
        {
            TVector b = TLanes.Load(right);
            TVector c = TLanes.Load(right + TLanes.Count);
            TVector a0 = TLanes.Constant(left[0]);
            left0 = TLanes.Fma(a0, b, left0);
            right0 = TLanes.Fma(a0, c, right0);
            TVector a1 = TLanes.Constant(left[1]);
            left1 = TLanes.Fma(a1, b, left1);
            right1 = TLanes.Fma(a1, c, right1);
            TVector a2 = TLanes.Constant(left[2]);
            left2 = TLanes.Fma(a2, b, left2);
            right2 = TLanes.Fma(a2, c, right2);
            TVector a3 = TLanes.Constant(left[3]);
            left3 = TLanes.Fma(a3, b, left3);
            right3 = TLanes.Fma(a3, c, right3);
            left += leftStride;
            right += rightStride;
        }
        TLanes.Store(tile + (0 * TLanes.Count), left0);
        TLanes.Store(tile + (1 * TLanes.Count), right0);
        TLanes.Store(tile + (2 * TLanes.Count), left1);
        TLanes.Store(tile + (3 * TLanes.Count), right1);
        TLanes.Store(tile + (4 * TLanes.Count), left2);
        TLanes.Store(tile + (5 * TLanes.Count), right2);
        TLanes.Store(tile + (6 * TLanes.Count), left3);
        TLanes.Store(tile + (7 * TLanes.Count), right3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ComputeHalf(int depth, TElement* left, long leftStride, TElement* right, long rightStride, TElement* tile)
    {
        TVector sum0 = TLanes.Load(tile + (0 * TLanes.Count));
        TVector sum1 = TLanes.Load(tile + (2 * TLanes.Count));
        TVector sum2 = TLanes.Load(tile + (4 * TLanes.Count));
        TVector sum3 = TLanes.Load(tile + (6 * TLanes.Count));
        for (; depth > 0; depth--)
        {
            TVector b = TLanes.Load(right);
            sum0 = TLanes.Fma(TLanes.Constant(left[0]), b, sum0);
            sum1 = TLanes.Fma(TLanes.Constant(left[1]), b, sum1);
            sum2 = TLanes.Fma(TLanes.Constant(left[2]), b, sum2);
            sum3 = TLanes.Fma(TLanes.Constant(left[3]), b, sum3);
            left += leftStride;
            right += rightStride;
        }
        TLanes.Store(tile + (0 * TLanes.Count), sum0);
        TLanes.Store(tile + (2 * TLanes.Count), sum1);
        TLanes.Store(tile + (4 * TLanes.Count), sum2);
        TLanes.Store(tile + (6 * TLanes.Count), sum3);
    }
}
