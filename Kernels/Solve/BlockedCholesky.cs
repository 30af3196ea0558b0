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
    private readonly CholeskyKernels<NumberOperands<double>, Binary64Arithmetic, double>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public BlockedCholesky(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new CholeskyKernels<NumberOperands<double>, Binary64Arithmetic, double>(target);
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
        target.CountLaunch(GetType());
        var step = new CholeskyStep<double> { Size = size, Tolerance = tolerance, SmallestPivot = smallestPivot };
        if (kernels is not null)
            kernels.Run(new NumberOperands<double> { MatrixElements = matrix.Data.View, Elements = diagonal.View }, step);
        else
            HostCholesky.Run((double*)matrix.Data.Address, (double*)diagonal.Address, step, target.Workers!);
    }
}
