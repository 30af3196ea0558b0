using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>squares[c] = Σ (vᵢ − uᵢ)² over the c-th chunk of <see cref="DotProduct.ChunkLength"/> elements, one chain of fma; run it over the chunks. What the distance of two vectors is joined from, in binary64, on the host.</summary>
/// <param name="first">v, any length.</param>
/// <param name="second">u, as long.</param>
/// <param name="squares">[⌈length / chunk⌉].</param>
public readonly struct ChunkSquaredDistances(FloatView first, FloatView second, FloatView squares) : IRowwise
{
    private readonly FloatView first = first;
    private readonly FloatView second = second;
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
        if (end > first.Length)
            end = first.Length;
        float chain = 0f;
        for (long i = start; i < end; i++)
        {
            float difference = TScalar.Add(TScalar.Load(first, i), ExactMath.Negate<TScalar, float>(TScalar.Load(second, i)));
            chain = TScalar.Fma(difference, difference, chain);
        }
        TScalar.Store(squares, row, chain);
    }
}
