namespace NeuralGpu.Kernels;

/// <summary>Y = AX for a symmetric A of which only the upper triangle is read, in binary32: <see cref="SymmetricProduct"/> for devices whose binary64 is slow or missing.</summary>
/// <remarks>The same order of the same operations, each rounded to binary32. Queued on a stream; done on return on the host.</remarks>
public sealed unsafe class FloatSymmetricProduct
{
    private readonly ExecutionTarget target;
    private readonly SymmetricProductKernels<NumberOperands<float>, Binary32Arithmetic, float>? kernels;

    /// <summary>Loads the operation for a target.</summary>
    public FloatSymmetricProduct(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernels = new SymmetricProductKernels<NumberOperands<float>, Binary32Arithmetic, float>(target);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="matrix">A, [size × size].</param>
    /// <param name="right">X, [size × columns].</param>
    /// <param name="product">Y, [size × columns]; written, and may not overlap X.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run(MatrixView matrix, MatrixView right, MatrixView product)
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
            HostSymmetricProduct.Run((float*)matrix.Data.Address, (float*)right.Data.Address, (float*)product.Data.Address, size, right.Columns, target.Workers!);
    }

    private static NumberOperands<float> Operands(MatrixView matrix, MatrixView elements) => new() { MatrixElements = matrix.Data.View, Elements = elements.Data.View };
}
