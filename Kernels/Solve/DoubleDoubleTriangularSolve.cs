namespace NeuralGpu.Kernels;

/// <summary>RᵀX = B and RX = B in double-double and in place: <see cref="TriangularSolve"/> for the factor of <see cref="DoubleDoubleCholesky"/>.</summary>
/// <remarks>The same order of the same operations, each of them a <see cref="DoubleDouble"/>'s. Queued on a stream; done on return on the host.</remarks>
public sealed class DoubleDoubleTriangularSolve
{
    private readonly ExecutionTarget target;
    private readonly TriangularKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public DoubleDoubleTriangularSolve(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new TriangularKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>(target);
    }

    /// <summary>Queues RᵀX = B.</summary>
    /// <param name="factor">R, [size × size], the high parts and the low parts; only their upper triangles are read.</param>
    /// <param name="right">B, [size × right-hand sides], the high parts and the low parts; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void RunTransposed((DoubleMatrixView High, DoubleMatrixView Low) factor, (DoubleMatrixView High, DoubleMatrixView Low) right)
    {
        TriangularStep step = StepFor(factor, right);
        if (step.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.RunTransposed(Operands(factor, right), step);
        else
            HostDoubleDoubleTriangularSolve.Run(Operands(factor, right), step, isBackward: false, target.Workers!);
    }

    /// <summary>Queues RX = B.</summary>
    /// <param name="factor">R, [size × size], the high parts and the low parts; only their upper triangles are read.</param>
    /// <param name="right">B, [size × right-hand sides], the high parts and the low parts; replaced by X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run((DoubleMatrixView High, DoubleMatrixView Low) factor, (DoubleMatrixView High, DoubleMatrixView Low) right)
    {
        TriangularStep step = StepFor(factor, right);
        if (step.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.Run(Operands(factor, right), step);
        else
            HostDoubleDoubleTriangularSolve.Run(Operands(factor, right), step, isBackward: true, target.Workers!);
    }

    private static TriangularStep StepFor((DoubleMatrixView High, DoubleMatrixView Low) factor, (DoubleMatrixView High, DoubleMatrixView Low) right)
    {
        if (factor.Low.Rows != factor.High.Rows || factor.Low.Columns != factor.High.Columns || right.Low.Rows != right.High.Rows || right.Low.Columns != right.High.Columns)
            throw new ArgumentException($"The low parts of a triangular system must have the shapes of the high parts, {factor.High.Rows}x{factor.High.Columns} and {right.High.Rows}x{right.High.Columns}, not {factor.Low.Rows}x{factor.Low.Columns} and {right.Low.Rows}x{right.Low.Columns}.", nameof(right));
        return TriangularStep.For(factor.High.Rows, factor.High.Columns, right.High.Rows, right.High.Columns);
    }

    private static PairOperands Operands((DoubleMatrixView High, DoubleMatrixView Low) factor, (DoubleMatrixView High, DoubleMatrixView Low) right)
        => new() { MatrixHigh = factor.High.Data, MatrixLow = factor.Low.Data, High = right.High.Data, Low = right.Low.Data };
}
