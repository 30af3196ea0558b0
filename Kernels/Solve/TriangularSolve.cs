namespace NeuralGpu.Kernels;

/// <summary>RᵀX = B and RX = B for an upper triangular R and any number of right-hand sides, in binary64 and in place: with <see cref="BlockedCholesky"/> the solution of AX = B.</summary>
/// <remarks>
/// An element of X is bᵢ minus the sums over the other unknowns, chunk by chunk of <see cref="DotProduct.ChunkLength"/> of them (cut from 0), each a chain of fma from +0; then divided by rᵢᵢ.
/// Unknowns and chunks come in ascending order for Rᵀ and in descending order for R. Where rᵢᵢ is zero the element is zero.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class TriangularSolve
{
    private readonly ExecutionTarget target;
    private readonly TriangularKernels<NumberOperands<double>, Binary64Arithmetic, double>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public TriangularSolve(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new TriangularKernels<NumberOperands<double>, Binary64Arithmetic, double>(target);
    }

    /// <summary>Queues RᵀX = B.</summary>
    /// <param name="factor">R, [size × size]; only its upper triangle is read.</param>
    /// <param name="right">B, [size × right-hand sides]; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void RunTransposed(DoubleMatrixView factor, DoubleMatrixView right)
    {
        TriangularStep step = TriangularStep.For(factor.Rows, factor.Columns, right.Rows, right.Columns);
        if (step.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.RunTransposed(new NumberOperands<double> { MatrixElements = factor.Data.View, Elements = right.Data.View }, step);
        else
            HostTriangularSolve.RunTransposed((double*)factor.Data.Address, (double*)right.Data.Address, step, target.Workers!);
    }

    /// <summary>Queues RX = B.</summary>
    /// <param name="factor">R, [size × size]; only its upper triangle is read.</param>
    /// <param name="right">B, [size × right-hand sides]; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run(DoubleMatrixView factor, DoubleMatrixView right)
    {
        TriangularStep step = TriangularStep.For(factor.Rows, factor.Columns, right.Rows, right.Columns);
        if (step.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.Run(new NumberOperands<double> { MatrixElements = factor.Data.View, Elements = right.Data.View }, step);
        else
            HostTriangularSolve.Run((double*)factor.Data.Address, (double*)right.Data.Address, step, target.Workers!);
    }
}
