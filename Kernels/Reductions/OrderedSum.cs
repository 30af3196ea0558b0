using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>Sums in the contract's order: chunks of <see cref="DotProduct.ChunkLength"/> in ascending order from +0, their sums joined in ascending order, starting from the first.</summary>
internal static class OrderedSum
{
    /// <summary>Joins a finished chunk to the chunks before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Join<TLanes, TVector>(TVector sum, TVector chunk, bool isFirst)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => isFirst ? chunk : TLanes.Add(sum, chunk);

    /// <summary>Σ v[start + i · stride] for i from 0 to count − 1, in every lane; +0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Strided<TLanes, TVector>(in FloatView values, long start, long stride, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector sum = TLanes.Constant(0f);
        TVector chunk = TLanes.Constant(0f);
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && i % DotProduct.ChunkLength == 0)
            {
                sum = Join<TLanes, TVector>(sum, chunk, i == DotProduct.ChunkLength);
                chunk = TLanes.Constant(0f);
            }
            chunk = TLanes.Add(chunk, TLanes.Load(values, start + (i * stride)));
        }
        return Join<TLanes, TVector>(sum, chunk, count <= DotProduct.ChunkLength);
    }
}
