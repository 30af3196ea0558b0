namespace NeuralGpu.Kernels;

/// <summary>Y = AX for a symmetric A of which only the upper triangle is read, in binary64: symv and symm.</summary>
/// <remarks>Each element is the contract's dot product of a row of A and a column of X (chunks of <see cref="DotProduct.ChunkLength"/>, each a chain of fma from +0, added in ascending order). Queued on a stream; done on return on the host.</remarks>
public sealed unsafe class SymmetricProduct
{
    private readonly ExecutionTarget target;
    private readonly SymmetricProductKernels<NumberOperands<double>, Binary64Arithmetic, double>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public SymmetricProduct(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new SymmetricProductKernels<NumberOperands<double>, Binary64Arithmetic, double>(target);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="matrix">A, [size × size].</param>
    /// <param name="right">X, [size × columns].</param>
    /// <param name="product">Y, [size × columns]; written, and may not overlap X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run(DoubleMatrixView matrix, DoubleMatrixView right, DoubleMatrixView product)
    {
        int size = matrix.Rows;
        if (matrix.Columns != size || right.Rows != size || product.Rows != size || product.Columns != right.Columns)
            throw new ArgumentException($"The product of a symmetric {matrix.Rows}x{matrix.Columns} and a {right.Rows}x{right.Columns} matrix cannot be {product.Rows}x{product.Columns}.", nameof(product));
        if (size == 0 || right.Columns == 0)
            return;
        target.CountLaunch(GetType());
        if (kernels is not null)
            kernels.Run(Operands(matrix, right), Operands(matrix, product), size, right.Columns);
        else
            HostSymmetricProduct.Run((double*)matrix.Data.Address, (double*)right.Data.Address, (double*)product.Data.Address, size, right.Columns, target.Workers!);
    }

    private static NumberOperands<double> Operands(DoubleMatrixView matrix, DoubleMatrixView elements) => new() { MatrixElements = matrix.Data.View, Elements = elements.Data.View };
}
