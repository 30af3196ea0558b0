namespace NeuralGpu.Kernels;

/// <summary>Y = AX for a symmetric A of which only the upper triangle is read, in double-double: <see cref="SymmetricProduct"/> for what <see cref="DoubleDoubleCholesky"/> factors.</summary>
/// <remarks>The same order of the same operations, each of them a <see cref="DoubleDouble"/>'s. Queued on a stream; done on return on the host.</remarks>
public sealed class DoubleDoubleSymmetricProduct
{
    private readonly ExecutionTarget target;
    private readonly SymmetricProductKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public DoubleDoubleSymmetricProduct(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new SymmetricProductKernels<PairOperands, DoubleDoubleArithmetic, DoubleDouble>(target);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="matrix">A, [size × size], the high parts and the low parts.</param>
    /// <param name="right">X, [size × columns], the high parts and the low parts.</param>
    /// <param name="product">Y, [size × columns], the high parts and the low parts; written, and may not overlap X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run((DoubleMatrixView High, DoubleMatrixView Low) matrix, (DoubleMatrixView High, DoubleMatrixView Low) right, (DoubleMatrixView High, DoubleMatrixView Low) product)
    {
        RequireOneShape(matrix, nameof(matrix));
        RequireOneShape(right, nameof(right));
        RequireOneShape(product, nameof(product));
        int size = matrix.High.Rows;
        int columns = right.High.Columns;
        if (matrix.High.Columns != size || right.High.Rows != size || product.High.Rows != size || product.High.Columns != columns)
            throw new ArgumentException($"The product of a symmetric {size}x{matrix.High.Columns} and a {right.High.Rows}x{columns} matrix cannot be {product.High.Rows}x{product.High.Columns}.", nameof(product));
        if (size == 0 || columns == 0)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.Run(Operands(matrix, right), Operands(matrix, product), size, columns);
        else
            HostDoubleDoubleSymmetricProduct.Run(Operands(matrix, right), Operands(matrix, product), size, columns, target.Workers!);
    }

    private static void RequireOneShape((DoubleMatrixView High, DoubleMatrixView Low) pair, string name)
    {
        if (pair.Low.Rows != pair.High.Rows || pair.Low.Columns != pair.High.Columns)
            throw new ArgumentException($"The low parts of a double-double matrix must have the shape of its high parts, {pair.High.Rows}x{pair.High.Columns}, not {pair.Low.Rows}x{pair.Low.Columns}.", name);
    }

    private static PairOperands Operands((DoubleMatrixView High, DoubleMatrixView Low) matrix, (DoubleMatrixView High, DoubleMatrixView Low) elements)
        => new() { MatrixHigh = matrix.High.Data, MatrixLow = matrix.Low.Data, High = elements.High.Data, Low = elements.Low.Data };
}
