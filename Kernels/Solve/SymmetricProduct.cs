using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Y = AX for a symmetric A of which only the upper triangle is read, in binary64: symv and symm.</summary>
/// <remarks>Each element is the contract's dot product of a row of A and a column of X (chunks of <see cref="DotProduct.ChunkLength"/>, each a chain of fma from +0, added in ascending order). Queued on a stream; done on return on the host.</remarks>
public sealed unsafe class SymmetricProduct
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, DoubleView, int, int>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public SymmetricProduct(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, DoubleView, int, int>(Kernel);
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
        long count = (long)size * right.Columns;
        if (count == 0)
            return;
        target.Launches++;
        if (kernel is not null)
        {
            kernel(target.Stream, LinearGrid.For(target.Accelerator, count), matrix.Data, right.Data, product.Data, size, right.Columns);
            return;
        }
        HostSymmetricProduct.Run((double*)matrix.Data.Address, (double*)right.Data.Address, (double*)product.Data.Address, size, right.Columns, target.Workers!);
    }

    internal static void Kernel(DoubleView matrix, DoubleView right, DoubleView product, int size, int columns)
    {
        long index = LinearGrid.Index;
        if (index >= (long)size * columns)
            return;
        long i = index / columns;
        long column = index - (i * columns);
        double sum = 0;
        for (int start = 0; start < size; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > size)
                end = size;
            double chain = 0;
            for (int k = start; k < end; k++)
            {
                long element = (i * size) + k;
                if (k < i)
                    element = ((long)k * size) + i;
                chain = IeeeDouble.Fma(matrix.View[element], right.View[((long)k * columns) + column], chain);
            }
            sum = start == 0 ? chain : IeeeDouble.Add(sum, chain);
        }
        product.View[index] = sum;
    }
}
