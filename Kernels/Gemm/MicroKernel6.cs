using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>A register tile of 6 rows by two vectors: for register files of 16 vectors (AVX2, SSE), and for NEON.</summary>
internal readonly unsafe struct MicroKernel6<TLanes, TVector> : IMicroKernel
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    public static int Rows => 6;

    public static int Columns => 2 * TLanes.Count;

    public static bool Transposes => false;

    public static int RowsOf(int rows) => rows > 4 ? 6 : 4;

    public static void Invoke(int rows, int depth, float* a, float* b, float* c, long stride, TileWrite write, in LinesAhead lines)
    {
        switch (RowsOf(rows))
        {
            case 4: Run<Strip4, PackedPanel>(depth, a, b, 0, null, c, stride, write, lines); break;
            default: Run<Strip6, PackedPanel>(depth, a, b, 0, null, c, stride, write, lines); break;
        }
    }

    public static void InvokePacking(int depth, float* a, float* source, long sourceStride, float* packed, float* c, long stride, TileWrite write)
        => Run<Strip6, UnpackedPanel>(depth, a, source, sourceStride, packed, c, stride, write, default);

    public static void InvokeTransposing(int depth, float* a, float* source, long sourceStride, float* packed, float* c, long stride, TileWrite write)
        => throw new NotSupportedException("This micro-kernel does not transpose B.");

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TStrip, TPanel>(int depth, float* a, float* b, long strideB, float* packed, float* c, long stride, TileWrite write, in LinesAhead lines)
        where TStrip : struct, IStrip
        where TPanel : struct, IPanel
    {
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

        for (; depth > 0; depth--)
        {
            if (Sse.IsSupported && TPanel.IsPacked && (depth & 3) == 0)
            {
                Sse.Prefetch1(ahead);
                ahead += step;
                if ((depth & ((4 * Columns) - 1)) == 4)
                    ahead += skip;
            }
            TVector left = TLanes.Load(b);
            TVector right = TLanes.Load(b + TLanes.Count);
            if (TPanel.IsPacked)
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
            }
            a += 6;
        }

        TileRow.Write<TLanes, TVector>(c, c0Left, c0Right, write);
        TileRow.Write<TLanes, TVector>(c + stride, c1Left, c1Right, write);
        TileRow.Write<TLanes, TVector>(c + (2 * stride), c2Left, c2Right, write);
        TileRow.Write<TLanes, TVector>(c + (3 * stride), c3Left, c3Right, write);
        if (TStrip.Rows > 4)
        {
            TileRow.Write<TLanes, TVector>(c + (4 * stride), c4Left, c4Right, write);
            TileRow.Write<TLanes, TVector>(c + (5 * stride), c5Left, c5Right, write);
        }
    }
}
