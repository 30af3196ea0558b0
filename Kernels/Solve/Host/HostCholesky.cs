using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="BlockedCholesky"/>: a chunk of rows is finished in sub-blocks, then taken from the rest by <see cref="HostGram"/>.</summary>
internal static unsafe class HostCholesky
{
    public static void Run(double* matrix, double* diagonal, CholeskyStep step, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: Run<PanelTile8<DoubleLanes512, Vector512<double>, double>, DoubleLanes512, Vector512<double>>(matrix, diagonal, step, workers); break;
            case 256: Run<PanelTile4<DoubleLanes256, Vector256<double>, double>, DoubleLanes256, Vector256<double>>(matrix, diagonal, step, workers); break;
            default: Run<PanelTile4<DoubleLanes128, Vector128<double>, double>, DoubleLanes128, Vector128<double>>(matrix, diagonal, step, workers); break;
        }
    }

    private static void Run<TTile, TLanes, TVector>(double* matrix, double* diagonal, CholeskyStep step, Workers workers)
        where TTile : struct, IPanelTile<double>
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int size = step.Size;
        for (int j = 0; j < size; j++)
            diagonal[size + j] = matrix[((long)j * size) + j];
        using var memory = new ScratchMemory();
        for (step.Start = 0; step.Start < size; step.Start = step.End)
        {
            step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
            int rows = step.End - step.Start;
            // Room for a strip beyond the last column, and an odd number of cache lines from row to row.
            long stride = (((size - step.Start + (4 * TLanes.Count) + 7) / 8) | 1) * 8L;
            var panel = new CholeskyPanel<TTile, TLanes, TVector>(matrix, diagonal, step, stride, (double*)memory.Floats(2 * CholeskyPanel<TTile, TLanes, TVector>.MemoryLength(rows, stride)));
            panel.Factor(workers);
            HostGram.Run(
                new GramOperands<double>
                {
                    X = panel.Rows + rows,
                    Stride = stride,
                    Rows = rows,
                    Columns = size - step.End,
                    Gram = matrix + ((long)step.End * size) + step.End,
                    GramStride = size,
                    Sign = -1,
                },
                workers);
        }
    }
}
