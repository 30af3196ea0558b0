using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A register tile of 8 rows by two vectors: for register files of 32 vectors (AVX-512).</summary>
internal readonly unsafe struct PanelTile8<TLanes, TVector, TElement> : IPanelTile<TElement>
    where TLanes : struct, IVectorLanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged
{
    public static int Rows => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Compute(int depth, TElement* left, long leftStride, TElement* right, long rightStride, TElement* tile)
    {
        TVector left0 = TLanes.Load(tile + (0 * TLanes.Count)), right0 = TLanes.Load(tile + (1 * TLanes.Count));
        TVector left1 = TLanes.Load(tile + (2 * TLanes.Count)), right1 = TLanes.Load(tile + (3 * TLanes.Count));
        TVector left2 = TLanes.Load(tile + (4 * TLanes.Count)), right2 = TLanes.Load(tile + (5 * TLanes.Count));
        TVector left3 = TLanes.Load(tile + (6 * TLanes.Count)), right3 = TLanes.Load(tile + (7 * TLanes.Count));
        TVector left4 = TLanes.Load(tile + (8 * TLanes.Count)), right4 = TLanes.Load(tile + (9 * TLanes.Count));
        TVector left5 = TLanes.Load(tile + (10 * TLanes.Count)), right5 = TLanes.Load(tile + (11 * TLanes.Count));
        TVector left6 = TLanes.Load(tile + (12 * TLanes.Count)), right6 = TLanes.Load(tile + (13 * TLanes.Count));
        TVector left7 = TLanes.Load(tile + (14 * TLanes.Count)), right7 = TLanes.Load(tile + (15 * TLanes.Count));
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
            TVector a4 = TLanes.Constant(left[4]);
            left4 = TLanes.Fma(a4, b, left4);
            right4 = TLanes.Fma(a4, c, right4);
            TVector a5 = TLanes.Constant(left[5]);
            left5 = TLanes.Fma(a5, b, left5);
            right5 = TLanes.Fma(a5, c, right5);
            TVector a6 = TLanes.Constant(left[6]);
            left6 = TLanes.Fma(a6, b, left6);
            right6 = TLanes.Fma(a6, c, right6);
            TVector a7 = TLanes.Constant(left[7]);
            left7 = TLanes.Fma(a7, b, left7);
            right7 = TLanes.Fma(a7, c, right7);
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
        TLanes.Store(tile + (8 * TLanes.Count), left4);
        TLanes.Store(tile + (9 * TLanes.Count), right4);
        TLanes.Store(tile + (10 * TLanes.Count), left5);
        TLanes.Store(tile + (11 * TLanes.Count), right5);
        TLanes.Store(tile + (12 * TLanes.Count), left6);
        TLanes.Store(tile + (13 * TLanes.Count), right6);
        TLanes.Store(tile + (14 * TLanes.Count), left7);
        TLanes.Store(tile + (15 * TLanes.Count), right7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ComputeHalf(int depth, TElement* left, long leftStride, TElement* right, long rightStride, TElement* tile)
    {
        TVector sum0 = TLanes.Load(tile + (0 * TLanes.Count));
        TVector sum1 = TLanes.Load(tile + (2 * TLanes.Count));
        TVector sum2 = TLanes.Load(tile + (4 * TLanes.Count));
        TVector sum3 = TLanes.Load(tile + (6 * TLanes.Count));
        TVector sum4 = TLanes.Load(tile + (8 * TLanes.Count));
        TVector sum5 = TLanes.Load(tile + (10 * TLanes.Count));
        TVector sum6 = TLanes.Load(tile + (12 * TLanes.Count));
        TVector sum7 = TLanes.Load(tile + (14 * TLanes.Count));
        for (; depth > 0; depth--)
        {
            TVector b = TLanes.Load(right);
            sum0 = TLanes.Fma(TLanes.Constant(left[0]), b, sum0);
            sum1 = TLanes.Fma(TLanes.Constant(left[1]), b, sum1);
            sum2 = TLanes.Fma(TLanes.Constant(left[2]), b, sum2);
            sum3 = TLanes.Fma(TLanes.Constant(left[3]), b, sum3);
            sum4 = TLanes.Fma(TLanes.Constant(left[4]), b, sum4);
            sum5 = TLanes.Fma(TLanes.Constant(left[5]), b, sum5);
            sum6 = TLanes.Fma(TLanes.Constant(left[6]), b, sum6);
            sum7 = TLanes.Fma(TLanes.Constant(left[7]), b, sum7);
            left += leftStride;
            right += rightStride;
        }
        TLanes.Store(tile + (0 * TLanes.Count), sum0);
        TLanes.Store(tile + (2 * TLanes.Count), sum1);
        TLanes.Store(tile + (4 * TLanes.Count), sum2);
        TLanes.Store(tile + (6 * TLanes.Count), sum3);
        TLanes.Store(tile + (8 * TLanes.Count), sum4);
        TLanes.Store(tile + (10 * TLanes.Count), sum5);
        TLanes.Store(tile + (12 * TLanes.Count), sum6);
        TLanes.Store(tile + (14 * TLanes.Count), sum7);
    }
}
