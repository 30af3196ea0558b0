using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The kernel of a symmetric matrix's products, an element of the product a thread, in binary32 or binary64.</summary>
internal sealed class SymmetricProductKernels<TArithmetic, TNumber>
    where TArithmetic : struct, IFactorArithmetic<TNumber>
    where TNumber : unmanaged
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<TNumber>, ArrayView<TNumber>, ArrayView<TNumber>, int, int> kernel;

    public SymmetricProductKernels(ExecutionTarget target)
    {
        this.target = target;
        kernel = target.Accelerator.LoadKernel<ArrayView<TNumber>, ArrayView<TNumber>, ArrayView<TNumber>, int, int>(Kernel);
    }

    /// <summary>Queues Y = AX.</summary>
    /// <param name="matrix">A, [size × size].</param>
    /// <param name="right">X, [size × columns].</param>
    /// <param name="product">Y, [size × columns].</param>
    /// <param name="size">Rows.</param>
    /// <param name="columns">Columns of X.</param>
    public void Run(ArrayView<TNumber> matrix, ArrayView<TNumber> right, ArrayView<TNumber> product, int size, int columns)
        => kernel(target.Stream, LinearGrid.For(target.Accelerator, (long)size * columns), matrix, right, product, size, columns);

    internal static void Kernel(ArrayView<TNumber> matrix, ArrayView<TNumber> right, ArrayView<TNumber> product, int size, int columns)
    {
        long index = LinearGrid.Index;
        if (index >= (long)size * columns)
            return;
        long i = index / columns;
        long column = index - (i * columns);
        TNumber sum = default;
        for (int start = 0; start < size; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > size)
                end = size;
            TNumber chain = default;
            for (int k = start; k < end; k++)
            {
                long element = (i * size) + k;
                if (k < i)
                    element = ((long)k * size) + i;
                chain = TArithmetic.MultiplyAdd(matrix[element], right[((long)k * columns) + column], chain);
            }
            sum = start == 0 ? chain : TArithmetic.Add(sum, chain);
        }
        product[index] = sum;
    }
}
