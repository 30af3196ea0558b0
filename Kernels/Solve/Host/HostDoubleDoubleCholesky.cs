using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="DoubleDoubleCholesky"/>: a chunk of rows is finished in sub-blocks, then taken from the rest by <see cref="HostGram"/>.</summary>
internal static unsafe class HostDoubleDoubleCholesky
{
    public static void Run(in PairOperands operands, CholeskyStep<DoubleDouble> step, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: Run<DoubleLanes512, Vector512<double>>(operands, step, workers); break;
            case 256: Run<DoubleLanes256, Vector256<double>>(operands, step, workers); break;
            default: Run<DoubleLanes128, Vector128<double>>(operands, step, workers); break;
        }
    }

    private static void Run<TLanes, TVector>(in PairOperands operands, CholeskyStep<DoubleDouble> step, Workers workers)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int size = step.Size;
        var high = (double*)operands.MatrixHigh.Address;
        var low = (double*)operands.MatrixLow.Address;
        var diagonalHigh = (double*)operands.High.Address;
        var diagonalLow = (double*)operands.Low.Address;
        for (int j = 0; j < size; j++)
        {
            diagonalHigh[size + j] = high[((long)j * size) + j];
            diagonalLow[size + j] = low[((long)j * size) + j];
        }
        using var memory = new ScratchMemory();
        for (step.Start = 0; step.Start < size; step.Start = step.End)
        {
            step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
            int rows = step.End - step.Start;
            // Room for a strip beyond the last column.
            int half = size - step.Start + (4 * TLanes.Count);
            var panel = new DoubleDoubleCholeskyPanel<TLanes, TVector>(((nint)high, (nint)low), ((nint)diagonalHigh, (nint)diagonalLow), step, half, (double*)memory.Floats(2 * DoubleDoubleCholeskyPanel<TLanes, TVector>.MemoryLength(rows, half)));
            panel.Factor(workers);
            long rest = ((long)step.End * size) + step.End;
            HostGram.RunDoubleDouble(
                new GramOperands<double, double>
                {
                    X = panel.Rows + rows,
                    Stride = 2L * half,
                    LowOffset = half,
                    Rows = rows,
                    Columns = size - step.End,
                    Gram = high + rest,
                    GramLow = low + rest,
                    GramStride = size,
                    Sign = -1,
                },
                workers);
        }
    }
}
