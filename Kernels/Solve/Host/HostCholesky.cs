using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="BlockedCholesky"/> and <see cref="FloatCholesky"/>: a chunk of rows is finished in sub-blocks, then taken from the rest by <see cref="HostGram"/>.</summary>
internal static unsafe class HostCholesky
{
    private const int CacheLine = 64;

    public static void Run(double* matrix, double* diagonal, CholeskyStep<double> step, Workers workers)
    {
        CopyDiagonal(matrix, diagonal, step.Size);
        using var memory = new ScratchMemory();
        for (step.Start = 0; step.Start < step.Size; step.Start = step.End)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            GramOperands<double, double> rest = HostSimd.Bits switch
            {
                512 => FactorChunk<PanelTile8<DoubleLanes512, Vector512<double>, double>, DoubleLanes512, Vector512<double>, Binary64Arithmetic, double>(matrix, diagonal, step, memory, workers),
                256 => FactorChunk<PanelTile4<DoubleLanes256, Vector256<double>, double>, DoubleLanes256, Vector256<double>, Binary64Arithmetic, double>(matrix, diagonal, step, memory, workers),
                _ => FactorChunk<PanelTile4<DoubleLanes128, Vector128<double>, double>, DoubleLanes128, Vector128<double>, Binary64Arithmetic, double>(matrix, diagonal, step, memory, workers),
            };
            HostGram.Run(rest, workers);
        }
    }

    public static void Run(float* matrix, float* diagonal, CholeskyStep<float> step, Workers workers)
    {
        CopyDiagonal(matrix, diagonal, step.Size);
        using var memory = new ScratchMemory();
        for (step.Start = 0; step.Start < step.Size; step.Start = step.End)
        {
            step.End = Math.Min(step.Size, step.Start + DotProduct.ChunkLength);
            GramOperands<float, float> rest = HostSimd.Bits switch
            {
                512 => FactorChunk<PanelTile8<Lanes512, Vector512<float>, float>, Lanes512, Vector512<float>, Binary32Arithmetic, float>(matrix, diagonal, step, memory, workers),
                256 => FactorChunk<PanelTile4<Lanes256, Vector256<float>, float>, Lanes256, Vector256<float>, Binary32Arithmetic, float>(matrix, diagonal, step, memory, workers),
                _ => FactorChunk<PanelTile4<Lanes128, Vector128<float>, float>, Lanes128, Vector128<float>, Binary32Arithmetic, float>(matrix, diagonal, step, memory, workers),
            };
            HostGram.Run(rest, workers);
        }
    }

    private static void CopyDiagonal<TElement>(TElement* matrix, TElement* diagonal, int size)
        where TElement : unmanaged
    {
        for (int j = 0; j < size; j++)
            diagonal[size + j] = matrix[((long)j * size) + j];
    }

    /// <summary>Finishes a chunk of rows, and says what is to be taken from the rest.</summary>
    private static GramOperands<TElement, TElement> FactorChunk<TTile, TLanes, TVector, TArithmetic, TElement>(TElement* matrix, TElement* diagonal, CholeskyStep<TElement> step, ScratchMemory memory, Workers workers)
        where TTile : struct, IPanelTile<TElement>
        where TLanes : struct, IVectorLanes<TVector, TElement>
        where TVector : struct
        where TArithmetic : struct, IFactorArithmetic<TElement>
        where TElement : unmanaged, INumberBase<TElement>
    {
        int rows = step.End - step.Start;
        int line = CacheLine / sizeof(TElement);
        // Room for a strip beyond the last column, and an odd number of cache lines from row to row.
        long stride = (((step.Size - step.Start + (4 * TLanes.Count) + line - 1) / line) | 1) * (long)line;
        long length = CholeskyPanel<TTile, TLanes, TVector, TArithmetic, TElement>.MemoryLength(rows, stride);
        var panel = new CholeskyPanel<TTile, TLanes, TVector, TArithmetic, TElement>(matrix, diagonal, step, stride, (TElement*)memory.Floats(length * sizeof(TElement) / sizeof(float)));
        panel.Factor(workers);
        return new GramOperands<TElement, TElement>
        {
            X = panel.Rows + rows,
            Stride = stride,
            Rows = rows,
            Columns = step.Size - step.End,
            Gram = matrix + ((long)step.End * step.Size) + step.End,
            GramStride = step.Size,
            Sign = -TElement.One,
        };
    }
}
