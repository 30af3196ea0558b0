using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>A = RᵀR in double-double and in place: <see cref="BlockedCholesky"/> for matrices that binary64 cannot tell from singular ones.</summary>
/// <remarks>The same order of the same operations, each of them a <see cref="DoubleDouble"/>'s. Pivots are compared by their high parts. Queued on a stream; done on return on the host.</remarks>
public sealed unsafe class DoubleDoubleCholesky
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, PairOperands, CholeskyStep>? diagonalKernel;
    private readonly Action<AcceleratorStream, KernelConfig, PairOperands, CholeskyStep>? rowKernel;
    private readonly Action<AcceleratorStream, KernelConfig, PairOperands, CholeskyStep>? trailingKernel;
    private readonly Action<AcceleratorStream, KernelConfig, PairOperands, CholeskyStep>? finishKernel;

    /// <summary>Loads the operation for a target.</summary>
    public DoubleDoubleCholesky(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is not null)
            return;
        diagonalKernel = target.Accelerator.LoadKernel<PairOperands, CholeskyStep>(DiagonalKernel);
        rowKernel = target.Accelerator.LoadKernel<PairOperands, CholeskyStep>(RowKernel);
        trailingKernel = target.Accelerator.LoadKernel<PairOperands, CholeskyStep>(TrailingKernel);
        finishKernel = target.Accelerator.LoadKernel<PairOperands, CholeskyStep>(FinishKernel);
    }

    /// <summary>Queues the factorisation.</summary>
    /// <param name="matrix">A, [size × size], finite, the high parts and the low parts; their upper triangles are replaced by R's, the rest is neither read nor written.</param>
    /// <param name="diagonal">At least 2·size elements each: written with R's diagonal, zero where a column depends on those before it, and then A's.</param>
    /// <param name="tolerance">A column is dependent when its pivot is at most this part of its diagonal element …</param>
    /// <param name="smallestPivot">… or at most this.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or there is no room for the diagonals.</exception>
    public void Run((DoubleMatrixView High, DoubleMatrixView Low) matrix, (DoubleView High, DoubleView Low) diagonal, double tolerance, double smallestPivot)
    {
        int size = matrix.High.Rows;
        if (matrix.High.Columns != size || matrix.Low.Rows != size || matrix.Low.Columns != size || Math.Min(diagonal.High.Length, diagonal.Low.Length) < 2L * size)
            throw new ArgumentException($"A Cholesky factor needs two square matrices of one size and room for twice its diagonal, not {matrix.High.Rows}x{matrix.High.Columns} and {matrix.Low.Rows}x{matrix.Low.Columns} elements and {Math.Min(diagonal.High.Length, diagonal.Low.Length)}.", nameof(matrix));
        if (size == 0)
            return;
        target.Launches++;
        var step = new CholeskyStep { Size = size, Tolerance = tolerance, SmallestPivot = smallestPivot };
        var operands = new PairOperands { MatrixHigh = matrix.High.Data, MatrixLow = matrix.Low.Data, High = diagonal.High, Low = diagonal.Low };
        if (diagonalKernel is null)
        {
            HostDoubleDoubleCholesky.Run(operands, step, target.Workers!);
            return;
        }
        diagonalKernel(target.Stream, LinearGrid.For(target.Accelerator, size), operands, step);
        for (step.Start = 0; step.Start < size; step.Start += DotProduct.ChunkLength)
        {
            step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
            for (step.Row = step.Start; step.Row < step.End; step.Row++)
                rowKernel!(target.Stream, LinearGrid.For(target.Accelerator, size - step.Row), operands, step);
            long rest = size - step.End;
            if (rest > 0)
                trailingKernel!(target.Stream, LinearGrid.For(target.Accelerator, rest * rest), operands, step);
        }
        finishKernel!(target.Stream, LinearGrid.For(target.Accelerator, size), operands, step);
    }

    internal static void DiagonalKernel(PairOperands operands, CholeskyStep step)
    {
        long index = LinearGrid.Index;
        if (index < step.Size)
            operands.SetElement(step.Size + index, operands.Matrix((index * step.Size) + index));
    }

    // One row of R, from the rows of its chunk before it. A's diagonal stays until the end, because every thread works out the pivot from it.
    internal static void RowKernel(PairOperands operands, CholeskyStep step)
    {
        long k = step.Row + LinearGrid.Index;
        if (k >= step.Size)
            return;
        var pivotChain = new DoubleDouble(0, 0);
        var chain = new DoubleDouble(0, 0);
        for (int i = step.Start; i < step.Row; i++)
        {
            long row = (long)i * step.Size;
            DoubleDouble factor = operands.Matrix(row + step.Row);
            pivotChain = DoubleDouble.MultiplyAdd(factor, factor, pivotChain);
            chain = DoubleDouble.MultiplyAdd(factor, operands.Matrix(row + k), chain);
        }
        long first = (long)step.Row * step.Size;
        DoubleDouble pivot = DoubleDouble.Add(operands.Matrix(first + step.Row), DoubleDouble.Negate(pivotChain));
        double bound = IeeeDouble.Multiply(step.Tolerance, operands.High.View[(long)step.Size + step.Row]);
        var root = new DoubleDouble(0, 0);
        var element = new DoubleDouble(0, 0);
        if (IeeeDouble.IsLess(bound, pivot.High) != 0 && IeeeDouble.IsLess(step.SmallestPivot, pivot.High) != 0)
        {
            root = DoubleDouble.Sqrt(pivot);
            element = DoubleDouble.Divide(DoubleDouble.Add(operands.Matrix(first + k), DoubleDouble.Negate(chain)), root);
        }
        if (k == step.Row)
            operands.SetElement(k, root);
        else
            operands.SetMatrix(first + k, element);
    }

    // What the finished rows of a chunk take from the elements after them.
    internal static void TrailingKernel(PairOperands operands, CholeskyStep step)
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
        var chain = new DoubleDouble(0, 0);
        for (int i = step.Start; i < step.End; i++)
        {
            long row = (long)i * step.Size;
            chain = DoubleDouble.MultiplyAdd(operands.Matrix(row + j), operands.Matrix(row + k), chain);
        }
        long at = (j * step.Size) + k;
        operands.SetMatrix(at, DoubleDouble.Add(operands.Matrix(at), DoubleDouble.Negate(chain)));
    }

    internal static void FinishKernel(PairOperands operands, CholeskyStep step)
    {
        long index = LinearGrid.Index;
        if (index < step.Size)
            operands.SetMatrix((index * step.Size) + index, operands.Element(index));
    }
}
