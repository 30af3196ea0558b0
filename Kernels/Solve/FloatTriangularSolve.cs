namespace NeuralGpu.Kernels;

/// <summary>RᵀX = B and RX = B in binary32 and in place: <see cref="TriangularSolve"/> for the factor of <see cref="FloatCholesky"/>.</summary>
/// <remarks>
/// The same order of the same operations, each rounded to binary32; needs no binary64 of a device.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class FloatTriangularSolve
{
    private readonly ExecutionTarget target;
    private readonly TriangularKernels<NumberOperands<float>, Binary32Arithmetic, float>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public FloatTriangularSolve(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new TriangularKernels<NumberOperands<float>, Binary32Arithmetic, float>(target);
    }

    /// <summary>Queues RᵀX = B.</summary>
    /// <param name="factor">R, [size × size]; only its upper triangle is read.</param>
    /// <param name="right">B, [size × right-hand sides]; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void RunTransposed(MatrixView factor, MatrixView right)
    {
        TriangularStep step = TriangularStep.For(factor.Rows, factor.Columns, right.Rows, right.Columns);
        if (step.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.RunTransposed(new NumberOperands<float> { MatrixElements = factor.Data.View, Elements = right.Data.View }, step);
        else
            HostTriangularSolve.RunTransposed((float*)factor.Data.Address, (float*)right.Data.Address, step, target.Workers!);
    }

    /// <summary>Queues RX = B.</summary>
    /// <param name="factor">R, [size × size]; only its upper triangle is read.</param>
    /// <param name="right">B, [size × right-hand sides]; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run(MatrixView factor, MatrixView right)
    {
        TriangularStep step = TriangularStep.For(factor.Rows, factor.Columns, right.Rows, right.Columns);
        if (step.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.Run(new NumberOperands<float> { MatrixElements = factor.Data.View, Elements = right.Data.View }, step);
        else
            HostTriangularSolve.Run((float*)factor.Data.Address, (float*)right.Data.Address, step, target.Workers!);
    }
}
