using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>A register tile of 12 rows by two vectors: for register files of 32 vectors (AVX-512).</summary>
internal readonly unsafe struct MicroKernel12<TLanes, TVector> : IMicroKernel
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    public static int Rows => 12;

    public static int Columns => 2 * TLanes.Count;

    public static bool Transposes => Avx512F.IsSupported && TLanes.Count == 16;

    public static int RowsOf(int rows) => rows > 8 ? 12 : (rows > 4 ? 8 : 4);

    public static void Invoke(int rows, int depth, float* a, float* b, float* c, long stride, TileWrite write, in LinesAhead lines)
    {
        switch (RowsOf(rows))
        {
            case 4: Run<Strip4, PackedPanel>(depth, a, b, 0, null, c, stride, write, lines); break;
            case 8: Run<Strip8, PackedPanel>(depth, a, b, 0, null, c, stride, write, lines); break;
            default: Run<Strip12, PackedPanel>(depth, a, b, 0, null, c, stride, write, lines); break;
        }
    }

    public static void InvokePacking(int depth, float* a, float* source, long sourceStride, float* packed, float* c, long stride, TileWrite write)
        => Run<Strip12, UnpackedPanel>(depth, a, source, sourceStride, packed, c, stride, write, default);

    public static void InvokeTransposing(int depth, float* a, float* source, long sourceStride, float* packed, float* c, long stride, TileWrite write)
    {
        for (int column = 0; column < Columns; column += 4)
            Packing.TransposeFourLines(source + (column * sourceStride), sourceStride, Columns, packed + column);
        Run<Strip12, TransposedPanel>(depth, a, source, sourceStride, packed, c, stride, write, default);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TStrip, TPanel>(int depth, float* a, float* b, long strideB, float* packed, float* c, long stride, TileWrite write, in LinesAhead lines)
        where TStrip : struct, IStrip
        where TPanel : struct, IPanel
    {
        // The first lines are transposed already.
        float* toTranspose = b + TransposedPanel.TermsTogether;
        float* transposed = packed + (TransposedPanel.TermsTogether * Columns);
        float* ahead = lines.First;
        long step = lines.Step;
        long skip = lines.Skip;
        TVector zero = TLanes.Constant(0f);
        TVector c0Left = zero, c0Right = zero;
        TVector c1Left = zero, c1Right = zero;
        TVector c2Left = zero, c2Right = zero;
        TVector c3Left = zero, c3Right = zero;
        TVector c4Left = zero, c4Right = zero;
        TVector c5Left = zero, c5Right = zero;
        TVector c6Left = zero, c6Right = zero;
        TVector c7Left = zero, c7Right = zero;
        TVector c8Left = zero, c8Right = zero;
        TVector c9Left = zero, c9Right = zero;
        TVector c10Left = zero, c10Right = zero;
        TVector c11Left = zero, c11Right = zero;

        for (; depth > 0; depth--)
        {
            if (Sse.IsSupported && (depth & 3) == 0)
            {
                // Four terms of A are three lines.
                Sse.Prefetch0(a + 192);
                Sse.Prefetch0(a + 208);
                Sse.Prefetch0(a + 224);
                if (TPanel.IsPacked)
                {
                    Sse.Prefetch1(ahead);
                    ahead += step;
                    if ((depth & ((4 * Columns) - 1)) == 4)
                        ahead += skip;
                }
            }
            if (TPanel.IsTransposed)
            {
                // Four columns at each of the first eight terms of sixteen, for the next sixteen: what is stored is not read at once.
                if (((depth - 1) & 8) != 0 && depth > TransposedPanel.TermsTogether)
                {
                    Packing.TransposeFourLines(toTranspose, strideB, Columns, transposed);
                    toTranspose += 4 * strideB;
                    transposed += 4;
                    if ((depth & 15) == 9)
                    {
                        toTranspose += TransposedPanel.TermsTogether - (Columns * strideB);
                        transposed += (TransposedPanel.TermsTogether - 1) * Columns;
                    }
                }
                b = packed;
            }
            TVector left = TLanes.Load(b);
            TVector right = TLanes.Load(b + TLanes.Count);
            if (TPanel.IsTransposed)
            {
                packed += 2 * TLanes.Count;
            }
            else if (TPanel.IsPacked)
            {
                b += 2 * TLanes.Count;
            }
            else
            {
                TLanes.Store(packed, left);
                TLanes.Store(packed + TLanes.Count, right);
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(b + (UnpackedPanel.TermsAhead * strideB));
                    Sse.Prefetch0(b + (UnpackedPanel.TermsAhead * strideB) + TLanes.Count);
                }
                packed += 2 * TLanes.Count;
                b += strideB;
            }
            TVector a0 = TLanes.Constant(a[0]);
            c0Left = TLanes.Fma(a0, left, c0Left);
            c0Right = TLanes.Fma(a0, right, c0Right);
            TVector a1 = TLanes.Constant(a[1]);
            c1Left = TLanes.Fma(a1, left, c1Left);
            c1Right = TLanes.Fma(a1, right, c1Right);
            TVector a2 = TLanes.Constant(a[2]);
            c2Left = TLanes.Fma(a2, left, c2Left);
            c2Right = TLanes.Fma(a2, right, c2Right);
            TVector a3 = TLanes.Constant(a[3]);
            c3Left = TLanes.Fma(a3, left, c3Left);
            c3Right = TLanes.Fma(a3, right, c3Right);
            if (TStrip.Rows > 4)
            {
                TVector a4 = TLanes.Constant(a[4]);
                c4Left = TLanes.Fma(a4, left, c4Left);
                c4Right = TLanes.Fma(a4, right, c4Right);
                TVector a5 = TLanes.Constant(a[5]);
                c5Left = TLanes.Fma(a5, left, c5Left);
                c5Right = TLanes.Fma(a5, right, c5Right);
                TVector a6 = TLanes.Constant(a[6]);
                c6Left = TLanes.Fma(a6, left, c6Left);
                c6Right = TLanes.Fma(a6, right, c6Right);
                TVector a7 = TLanes.Constant(a[7]);
                c7Left = TLanes.Fma(a7, left, c7Left);
                c7Right = TLanes.Fma(a7, right, c7Right);
            }
            if (TStrip.Rows > 8)
            {
                TVector a8 = TLanes.Constant(a[8]);
                c8Left = TLanes.Fma(a8, left, c8Left);
                c8Right = TLanes.Fma(a8, right, c8Right);
                TVector a9 = TLanes.Constant(a[9]);
                c9Left = TLanes.Fma(a9, left, c9Left);
                c9Right = TLanes.Fma(a9, right, c9Right);
                TVector a10 = TLanes.Constant(a[10]);
                c10Left = TLanes.Fma(a10, left, c10Left);
                c10Right = TLanes.Fma(a10, right, c10Right);
                TVector a11 = TLanes.Constant(a[11]);
                c11Left = TLanes.Fma(a11, left, c11Left);
                c11Right = TLanes.Fma(a11, right, c11Right);
            }
            a += 12;
        }

        TileRow.Write<TLanes, TVector>(c, c0Left, c0Right, write);
        TileRow.Write<TLanes, TVector>(c + stride, c1Left, c1Right, write);
        TileRow.Write<TLanes, TVector>(c + (2 * stride), c2Left, c2Right, write);
        TileRow.Write<TLanes, TVector>(c + (3 * stride), c3Left, c3Right, write);
        if (TStrip.Rows > 4)
        {
            TileRow.Write<TLanes, TVector>(c + (4 * stride), c4Left, c4Right, write);
            TileRow.Write<TLanes, TVector>(c + (5 * stride), c5Left, c5Right, write);
            TileRow.Write<TLanes, TVector>(c + (6 * stride), c6Left, c6Right, write);
            TileRow.Write<TLanes, TVector>(c + (7 * stride), c7Left, c7Right, write);
        }
        if (TStrip.Rows > 8)
        {
            TileRow.Write<TLanes, TVector>(c + (8 * stride), c8Left, c8Right, write);
            TileRow.Write<TLanes, TVector>(c + (9 * stride), c9Left, c9Right, write);
            TileRow.Write<TLanes, TVector>(c + (10 * stride), c10Left, c10Right, write);
            TileRow.Write<TLanes, TVector>(c + (11 * stride), c11Left, c11Right, write);
        }
    }
}
