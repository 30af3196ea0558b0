using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>A register tile of 6 rows by two vectors whose rows of A are read where they lie: packing them would cost as much as so few columns.</summary>
internal static unsafe class NarrowKernel<TLanes, TVector>
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    public const int Rows = 6;

    public static int Columns => 2 * TLanes.Count;

    /// <summary>Writes the sums of one chunk, from +0.</summary>
    /// <param name="depth">Terms.</param>
    /// <param name="a">The first row's first term; terms lie side by side.</param>
    /// <param name="stride">From a row of A to the next.</param>
    /// <param name="rows">Rows that there are, 1 to 6; the last one stands in for those that are not.</param>
    /// <param name="b">Packed B, <see cref="Columns"/> numbers a term.</param>
    /// <param name="tile">[6 × <see cref="Columns"/>], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Invoke(int depth, float* a, long stride, int rows, float* b, float* tile)
    {
        float* row1 = a + (Math.Min(1, rows - 1) * stride);
        float* row2 = a + (Math.Min(2, rows - 1) * stride);
        float* row3 = a + (Math.Min(3, rows - 1) * stride);
        float* row4 = a + (Math.Min(4, rows - 1) * stride);
        float* row5 = a + (Math.Min(5, rows - 1) * stride);
        TVector zero = TLanes.Constant(0f);
        TVector c0Left = zero, c0Right = zero;
        TVector c1Left = zero, c1Right = zero;
        TVector c2Left = zero, c2Right = zero;
        TVector c3Left = zero, c3Right = zero;
        TVector c4Left = zero, c4Right = zero;
        TVector c5Left = zero, c5Right = zero;

        for (nint term = 0; term < depth; term++)
        {
            TVector left = TLanes.Load(b);
            TVector right = TLanes.Load(b + TLanes.Count);
            TVector a0 = TLanes.Constant(a[term]);
            c0Left = TLanes.Fma(a0, left, c0Left);
            c0Right = TLanes.Fma(a0, right, c0Right);
            TVector a1 = TLanes.Constant(row1[term]);
            c1Left = TLanes.Fma(a1, left, c1Left);
            c1Right = TLanes.Fma(a1, right, c1Right);
            TVector a2 = TLanes.Constant(row2[term]);
            c2Left = TLanes.Fma(a2, left, c2Left);
            c2Right = TLanes.Fma(a2, right, c2Right);
            TVector a3 = TLanes.Constant(row3[term]);
            c3Left = TLanes.Fma(a3, left, c3Left);
            c3Right = TLanes.Fma(a3, right, c3Right);
            TVector a4 = TLanes.Constant(row4[term]);
            c4Left = TLanes.Fma(a4, left, c4Left);
            c4Right = TLanes.Fma(a4, right, c4Right);
            TVector a5 = TLanes.Constant(row5[term]);
            c5Left = TLanes.Fma(a5, left, c5Left);
            c5Right = TLanes.Fma(a5, right, c5Right);
            b += 2 * TLanes.Count;
        }

        TileRow.Write<TLanes, TVector>(tile, c0Left, c0Right, TileWrite.Store);
        TileRow.Write<TLanes, TVector>(tile + (2 * TLanes.Count), c1Left, c1Right, TileWrite.Store);
        TileRow.Write<TLanes, TVector>(tile + (4 * TLanes.Count), c2Left, c2Right, TileWrite.Store);
        TileRow.Write<TLanes, TVector>(tile + (6 * TLanes.Count), c3Left, c3Right, TileWrite.Store);
        TileRow.Write<TLanes, TVector>(tile + (8 * TLanes.Count), c4Left, c4Right, TileWrite.Store);
        TileRow.Write<TLanes, TVector>(tile + (10 * TLanes.Count), c5Left, c5Right, TileWrite.Store);
    }
}
