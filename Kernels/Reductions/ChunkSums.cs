using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>sums[c] = Σ vᵢ over the c-th chunk of <see cref="DotProduct.ChunkLength"/> elements, one chain of additions; run it over the chunks.</summary>
/// <param name="values">Any length.</param>
/// <param name="sums">[⌈length / chunk⌉].</param>
public readonly struct ChunkSums(FloatView values, FloatView sums) : IRowwise
{
    private readonly FloatView values = values;
    private readonly FloatView sums = sums;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        long start = (long)row * DotProduct.ChunkLength;
        long count = values.Length - start;
        if (count > DotProduct.ChunkLength)
            count = DotProduct.ChunkLength;
        TScalar.Store(sums, row, OrderedSum.Strided<TScalar, float>(values, start, 1, (int)count));
    }
}
