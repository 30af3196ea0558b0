namespace NeuralGpu.Kernels;

/// <summary>A = RᵀR with R upper triangular, in binary32 and in place: <see cref="BlockedCholesky"/> for devices whose binary64 is slow, and for hosts, whose registers hold twice as many numbers.</summary>
/// <remarks>
/// The same order of the same operations, each rounded to binary32; needs no binary64 of a device. Elements must be within its range: scale columns by powers of two, which rounds nothing.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class FloatCholesky
{
    private readonly ExecutionTarget target;
    private readonly CholeskyKernels<NumberOperands<float>, Binary32Arithmetic, float>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public FloatCholesky(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new CholeskyKernels<NumberOperands<float>, Binary32Arithmetic, float>(target);
    }

    /// <summary>Queues the factorisation.</summary>
    /// <param name="matrix">A, [size × size], finite; its upper triangle is replaced by R, the rest is neither read nor written.</param>
    /// <param name="diagonal">At least 2·size elements: written with R's diagonal, zero where a column depends on those before it, and then A's.</param>
    /// <param name="tolerance">A column is dependent when its pivot is at most this part of its diagonal element …</param>
    /// <param name="smallestPivot">… or at most this.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or there is no room for the diagonals.</exception>
    public void Run(MatrixView matrix, FloatView diagonal, float tolerance, float smallestPivot)
    {
        int size = matrix.Rows;
        if (matrix.Columns != size || diagonal.Length < 2L * size)
            throw new ArgumentException($"A Cholesky factor needs a square matrix and room for twice its diagonal, not {matrix.Rows}x{matrix.Columns} elements and {diagonal.Length}.", nameof(matrix));
        if (size == 0)
            return;
        target.CountLaunch(GetType());
        var step = new CholeskyStep<float> { Size = size, Tolerance = tolerance, SmallestPivot = smallestPivot };
        if (kernels is not null)
            kernels.Run(new NumberOperands<float> { MatrixElements = matrix.Data.View, Elements = diagonal.View }, step);
        else
            HostCholesky.Run((float*)matrix.Data.Address, (float*)diagonal.Address, step, target.Workers!);
    }
}
