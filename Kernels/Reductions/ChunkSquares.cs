using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>squares[c] = Σ vᵢ² over the c-th chunk of <see cref="DotProduct.ChunkLength"/> elements, one chain of fma; run it over the chunks. What a Euclidean norm is joined from, in binary64, on the host.</summary>
/// <param name="values">Any length.</param>
/// <param name="squares">[⌈length / chunk⌉].</param>
public readonly struct ChunkSquares(FloatView values, FloatView squares) : IRowwise
{
    private readonly FloatView values = values;
    private readonly FloatView squares = squares;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes, TVector, TScalar>(int row)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TScalar : struct, ILanes<float>
    {
        long start = (long)row * DotProduct.ChunkLength;
        long end = start + DotProduct.ChunkLength;
        if (end > values.Length)
            end = values.Length;
        float chain = 0f;
        for (long i = start; i < end; i++)
        {
            float value = TScalar.Load(values, i);
            chain = TScalar.Fma(value, value, chain);
        }
        TScalar.Store(squares, row, chain);
    }
}
