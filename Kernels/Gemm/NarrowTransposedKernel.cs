using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A register tile of one vector of rows by a few columns, for a transposed A whose rows of C lie side by side where they are read.</summary>
internal static unsafe class NarrowTransposedKernel<TColumns, TLanes, TVector>
    where TColumns : struct, ITileColumns
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    /// <summary>Writes the sums of one chunk, from +0.</summary>
    /// <param name="depth">Terms.</param>
    /// <param name="a">The first term of the tile's rows.</param>
    /// <param name="stride">From a term of A to the next.</param>
    /// <param name="b">Packed B, as many numbers a term as there are columns.</param>
    /// <param name="tile">[columns × rows], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Invoke(int depth, float* a, long stride, float* b, float* tile)
    {
        TVector zero = TLanes.Constant(0f);
        TVector c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero;
        TVector c6 = zero, c7 = zero, c8 = zero, c9 = zero, c10 = zero, c11 = zero;

        for (; depth > 0; depth--)
        {
            TVector rows = TLanes.Load(a);
            if (TColumns.Count > 0)
                c0 = TLanes.Fma(TLanes.Constant(b[0]), rows, c0);
            if (TColumns.Count > 1)
                c1 = TLanes.Fma(TLanes.Constant(b[1]), rows, c1);
            if (TColumns.Count > 2)
                c2 = TLanes.Fma(TLanes.Constant(b[2]), rows, c2);
            if (TColumns.Count > 3)
                c3 = TLanes.Fma(TLanes.Constant(b[3]), rows, c3);
            if (TColumns.Count > 4)
                c4 = TLanes.Fma(TLanes.Constant(b[4]), rows, c4);
            if (TColumns.Count > 5)
                c5 = TLanes.Fma(TLanes.Constant(b[5]), rows, c5);
            if (TColumns.Count > 6)
                c6 = TLanes.Fma(TLanes.Constant(b[6]), rows, c6);
            if (TColumns.Count > 7)
                c7 = TLanes.Fma(TLanes.Constant(b[7]), rows, c7);
            if (TColumns.Count > 8)
                c8 = TLanes.Fma(TLanes.Constant(b[8]), rows, c8);
            if (TColumns.Count > 9)
                c9 = TLanes.Fma(TLanes.Constant(b[9]), rows, c9);
            if (TColumns.Count > 10)
                c10 = TLanes.Fma(TLanes.Constant(b[10]), rows, c10);
            if (TColumns.Count > 11)
                c11 = TLanes.Fma(TLanes.Constant(b[11]), rows, c11);
            a += stride;
            b += TColumns.Count;
        }

        if (TColumns.Count > 0)
            TLanes.Store(tile + (0 * TLanes.Count), c0);
        if (TColumns.Count > 1)
            TLanes.Store(tile + (1 * TLanes.Count), c1);
        if (TColumns.Count > 2)
            TLanes.Store(tile + (2 * TLanes.Count), c2);
        if (TColumns.Count > 3)
            TLanes.Store(tile + (3 * TLanes.Count), c3);
        if (TColumns.Count > 4)
            TLanes.Store(tile + (4 * TLanes.Count), c4);
        if (TColumns.Count > 5)
            TLanes.Store(tile + (5 * TLanes.Count), c5);
        if (TColumns.Count > 6)
            TLanes.Store(tile + (6 * TLanes.Count), c6);
        if (TColumns.Count > 7)
            TLanes.Store(tile + (7 * TLanes.Count), c7);
        if (TColumns.Count > 8)
            TLanes.Store(tile + (8 * TLanes.Count), c8);
        if (TColumns.Count > 9)
            TLanes.Store(tile + (9 * TLanes.Count), c9);
        if (TColumns.Count > 10)
            TLanes.Store(tile + (10 * TLanes.Count), c10);
        if (TColumns.Count > 11)
            TLanes.Store(tile + (11 * TLanes.Count), c11);
    }
}
