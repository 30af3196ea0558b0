namespace NeuralGpu.Kernels;

/// <summary>A = RᵀR in double-double and in place: <see cref="BlockedCholesky"/> for matrices that binary64 cannot tell from singular ones.</summary>
/// <remarks>The same order of the same operations, each of them a <see cref="DoubleDouble"/>'s. Pivots are compared by their high parts. Queued on a stream; done on return on the host.</remarks>
public sealed class DoubleDoubleCholesky
{
    private readonly ExecutionTarget target;
    private readonly CholeskyKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public DoubleDoubleCholesky(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new CholeskyKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>(target);
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
        target.CountLaunch(GetType());
        var step = new CholeskyStep<DoubleDouble> { Size = size, Tolerance = new DoubleDouble(tolerance, 0), SmallestPivot = new DoubleDouble(smallestPivot, 0) };
        var operands = new PairOperands { MatrixHigh = matrix.High.Data, MatrixLow = matrix.Low.Data, High = diagonal.High, Low = diagonal.Low };
        if (kernels is not null)
            kernels.Run(operands, step);
        else
            HostDoubleDoubleCholesky.Run(operands, step, target.Workers!);
    }
}
