using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The kernels of a Cholesky factorisation, row after row of a chunk and then all that is after the chunk, in any precision.</summary>
internal sealed class CholeskyKernels<TOperands, TArithmetic, TNumber>
    where TOperands : struct, IFactorOperands<TNumber>
    where TArithmetic : struct, IFactorArithmetic<TNumber>
    where TNumber : unmanaged
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, CholeskyStep<TNumber>> diagonalKernel;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, CholeskyStep<TNumber>> rowKernel;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, CholeskyStep<TNumber>> trailingKernel;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, CholeskyStep<TNumber>> finishKernel;

    public CholeskyKernels(ExecutionTarget target)
    {
        this.target = target;
        diagonalKernel = target.Accelerator.LoadKernel<TOperands, CholeskyStep<TNumber>>(DiagonalKernel);
        rowKernel = target.Accelerator.LoadKernel<TOperands, CholeskyStep<TNumber>>(RowKernel);
        trailingKernel = target.Accelerator.LoadKernel<TOperands, CholeskyStep<TNumber>>(TrailingKernel);
        finishKernel = target.Accelerator.LoadKernel<TOperands, CholeskyStep<TNumber>>(FinishKernel);
    }

    /// <summary>Queues the factorisation.</summary>
    /// <param name="operands">A, and room for twice its diagonal.</param>
    /// <param name="step">The size and the bounds of pivots.</param>
    public void Run(TOperands operands, CholeskyStep<TNumber> step)
    {
        int size = step.Size;
        diagonalKernel(target.Stream, LinearGrid.For(target.Accelerator, size), operands, step);
        for (step.Start = 0; step.Start < size; step.Start += DotProduct.ChunkLength)
        {
            step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
            for (step.Row = step.Start; step.Row < step.End; step.Row++)
                rowKernel(target.Stream, LinearGrid.For(target.Accelerator, size - step.Row), operands, step);
            long rest = size - step.End;
            if (rest > 0)
                trailingKernel(target.Stream, LinearGrid.For(target.Accelerator, rest * rest), operands, step);
        }
        finishKernel(target.Stream, LinearGrid.For(target.Accelerator, size), operands, step);
    }

    internal static void DiagonalKernel(TOperands operands, CholeskyStep<TNumber> step)
    {
        long index = LinearGrid.Index;
        if (index < step.Size)
            operands.SetElement(step.Size + index, operands.Matrix((index * step.Size) + index));
    }

    // One row of R, from the rows of its chunk before it. A's diagonal stays until the end, because every thread works out the pivot from it.
    internal static void RowKernel(TOperands operands, CholeskyStep<TNumber> step)
    {
        long k = step.Row + LinearGrid.Index;
        if (k >= step.Size)
            return;
        TNumber pivotChain = default;
        TNumber chain = default;
        for (int i = step.Start; i < step.Row; i++)
        {
            long row = (long)i * step.Size;
            TNumber factor = operands.Matrix(row + step.Row);
            pivotChain = TArithmetic.MultiplyAdd(factor, factor, pivotChain);
            chain = TArithmetic.MultiplyAdd(factor, operands.Matrix(row + k), chain);
        }
        long first = (long)step.Row * step.Size;
        TNumber pivot = TArithmetic.Subtract(operands.Matrix(first + step.Row), pivotChain);
        TNumber bound = TArithmetic.Bound(step.Tolerance, operands.Element((long)step.Size + step.Row));
        TNumber root = default;
        TNumber element = default;
        if (TArithmetic.IsLess(bound, pivot) && TArithmetic.IsLess(step.SmallestPivot, pivot))
        {
            root = TArithmetic.Sqrt(pivot);
            element = TArithmetic.Divide(TArithmetic.Subtract(operands.Matrix(first + k), chain), root);
        }
        if (k == step.Row)
            operands.SetElement(k, root);
        else
            operands.SetMatrix(first + k, element);
    }

    // What the finished rows of a chunk take from the elements after them.
    internal static void TrailingKernel(TOperands operands, CholeskyStep<TNumber> step)
    {
        long index = LinearGrid.Index;
        int rest = step.Size - step.End;
        if (index >= (long)rest * rest)
            return;
        long j = index / rest;
        long k = step.End + index - (j * rest);
        j += step.End;
        if (k < j)
            return;
        TNumber chain = default;
        for (int i = step.Start; i < step.End; i++)
        {
            long row = (long)i * step.Size;
            chain = TArithmetic.MultiplyAdd(operands.Matrix(row + j), operands.Matrix(row + k), chain);
        }
        long at = (j * step.Size) + k;
        operands.SetMatrix(at, TArithmetic.Subtract(operands.Matrix(at), chain));
    }

    internal static void FinishKernel(TOperands operands, CholeskyStep<TNumber> step)
    {
        long index = LinearGrid.Index;
        if (index < step.Size)
            operands.SetMatrix((index * step.Size) + index, operands.Element(index));
    }
}
