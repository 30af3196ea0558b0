using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>A = RᵀR with R upper triangular, in binary64 and in place. Golub and Van Loan, "Matrix Computations", section 4.2.</summary>
/// <remarks>
/// Element (j, k) of R is aⱼₖ minus the sums Σᵢ rᵢⱼrᵢₖ of the chunks of <see cref="DotProduct.ChunkLength"/> rows i &lt; j, each a chain of fma from +0, subtracted in ascending order; then divided by rⱼⱼ, whose own is the square root.
/// A column depends on those before it when its pivot (what is left of aⱼⱼ) is not above both bounds; its row of R is then zero, so that it takes no part in what follows.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class BlockedCholesky
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, CholeskyStep>? diagonalKernel;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, CholeskyStep>? rowKernel;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, CholeskyStep>? trailingKernel;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, CholeskyStep>? finishKernel;

    /// <summary>Loads the operation for a target.</summary>
    public BlockedCholesky(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is not null)
            return;
        diagonalKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, CholeskyStep>(DiagonalKernel);
        rowKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, CholeskyStep>(RowKernel);
        trailingKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, CholeskyStep>(TrailingKernel);
        finishKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, CholeskyStep>(FinishKernel);
    }

    /// <summary>Queues the factorisation.</summary>
    /// <param name="matrix">A, [size × size], finite; its upper triangle is replaced by R, the rest is neither read nor written.</param>
    /// <param name="diagonal">At least 2·size elements: written with R's diagonal, zero where a column depends on those before it, and then A's.</param>
    /// <param name="tolerance">A column is dependent when its pivot is at most this part of its diagonal element …</param>
    /// <param name="smallestPivot">… or at most this.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or there is no room for the diagonals.</exception>
    public void Run(DoubleMatrixView matrix, DoubleView diagonal, double tolerance, double smallestPivot)
    {
        int size = matrix.Rows;
        if (matrix.Columns != size || diagonal.Length < 2L * size)
            throw new ArgumentException($"A Cholesky factor needs a square matrix and room for twice its diagonal, not {matrix.Rows}x{matrix.Columns} elements and {diagonal.Length}.", nameof(matrix));
        if (size == 0)
            return;
        target.Launches++;
        var step = new CholeskyStep { Size = size, Tolerance = tolerance, SmallestPivot = smallestPivot };
        if (diagonalKernel is null)
        {
            HostCholesky.Run((double*)matrix.Data.Address, (double*)diagonal.Address, step, target.Workers!);
            return;
        }
        diagonalKernel(target.Stream, LinearGrid.For(target.Accelerator, size), matrix.Data, diagonal, step);
        for (step.Start = 0; step.Start < size; step.Start += DotProduct.ChunkLength)
        {
            step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
            for (step.Row = step.Start; step.Row < step.End; step.Row++)
                rowKernel!(target.Stream, LinearGrid.For(target.Accelerator, size - step.Row), matrix.Data, diagonal, step);
            long rest = size - step.End;
            if (rest > 0)
                trailingKernel!(target.Stream, LinearGrid.For(target.Accelerator, rest * rest), matrix.Data, diagonal, step);
        }
        finishKernel!(target.Stream, LinearGrid.For(target.Accelerator, size), matrix.Data, diagonal, step);
    }

    internal static void DiagonalKernel(DoubleView matrix, DoubleView diagonal, CholeskyStep step)
    {
        long index = LinearGrid.Index;
        if (index < step.Size)
            diagonal.View[step.Size + index] = matrix.View[(index * step.Size) + index];
    }

    // One row of R, from the rows of its chunk before it. A's diagonal stays until the end, because every thread works out the pivot from it.
    internal static void RowKernel(DoubleView matrix, DoubleView diagonal, CholeskyStep step)
    {
        long k = step.Row + LinearGrid.Index;
        if (k >= step.Size)
            return;
        double pivotChain = 0;
        double chain = 0;
        for (int i = step.Start; i < step.Row; i++)
        {
            long row = (long)i * step.Size;
            double factor = matrix.View[row + step.Row];
            pivotChain = IeeeDouble.Fma(factor, factor, pivotChain);
            chain = IeeeDouble.Fma(factor, matrix.View[row + k], chain);
        }
        long first = (long)step.Row * step.Size;
        double pivot = IeeeDouble.Add(matrix.View[first + step.Row], -pivotChain);
        double root = 0;
        double element = 0;
        double bound = IeeeDouble.Multiply(step.Tolerance, diagonal.View[(long)step.Size + step.Row]);
        if (IeeeDouble.IsLess(bound, pivot) != 0 && IeeeDouble.IsLess(step.SmallestPivot, pivot) != 0)
        {
            root = IeeeDouble.Sqrt(pivot);
            element = IeeeDouble.Divide(IeeeDouble.Add(matrix.View[first + k], -chain), root);
        }
        if (k == step.Row)
            diagonal.View[k] = root;
        else
            matrix.View[first + k] = element;
    }

    // What the finished rows of a chunk take from the elements after them.
    internal static void TrailingKernel(DoubleView matrix, DoubleView diagonal, CholeskyStep step)
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
        double chain = 0;
        for (int i = step.Start; i < step.End; i++)
        {
            long row = (long)i * step.Size;
            chain = IeeeDouble.Fma(matrix.View[row + j], matrix.View[row + k], chain);
        }
        long at = (j * step.Size) + k;
        matrix.View[at] = IeeeDouble.Add(matrix.View[at], -chain);
    }

    internal static void FinishKernel(DoubleView matrix, DoubleView diagonal, CholeskyStep step)
    {
        long index = LinearGrid.Index;
        if (index < step.Size)
            matrix.View[(index * step.Size) + index] = diagonal.View[index];
    }
}
