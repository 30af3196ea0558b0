using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>One row of a register tile on its way to memory.</summary>
internal static unsafe class TileRow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TLanes, TVector>(float* c, TVector left, TVector right, bool join)
        where TLanes : struct, IHostLanes<TVector>
        where TVector : struct
    {
        if (join)
        {
            left = TLanes.Add(TLanes.Load(c), left);
            right = TLanes.Add(TLanes.Load(c + TLanes.Count), right);
        }
        TLanes.Store(c, left);
        TLanes.Store(c + TLanes.Count, right);
    }
}
