using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>Rows of a register tile on their way to memory.</summary>
internal static unsafe class TileRow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TLanes, TVector>(float* c, TVector left, TVector right, TileWrite write)
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        if (write == TileWrite.Stream)
        {
            TLanes.StoreStreaming(c, left);
            TLanes.StoreStreaming(c + TLanes.Count, right);
            return;
        }
        if (write == TileWrite.Join)
        {
            left = TLanes.Add(TLanes.Load(c), left);
            right = TLanes.Add(TLanes.Load(c + TLanes.Count), right);
        }
        TLanes.Store(c, left);
        TLanes.Store(c + TLanes.Count, right);
    }

    /// <summary>Copies or adds a part of a row that is not a whole number of registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Merge<TLanes, TVector>(float* from, float* to, int columns, bool join)
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        int j = 0;
        for (; j + TLanes.Count <= columns; j += TLanes.Count)
            TLanes.Store(to + j, join ? TLanes.Add(TLanes.Load(to + j), TLanes.Load(from + j)) : TLanes.Load(from + j));
        for (; j < columns; j++)
            to[j] = join ? to[j] + from[j] : from[j];
    }

    /// <summary>Asks for a tile of C, up to 32 columns wide: it comes from afar, and is wanted only when its chains are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* tile, long stride, int rows, int columns)
    {
        if (!Sse.IsSupported)
            return;
        for (int i = 0; i < rows; i++)
        {
            Sse.Prefetch0(tile);
            Sse.Prefetch0(tile + (columns / 2));
            tile += stride;
        }
    }
}
