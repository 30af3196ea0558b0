using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The kernel of a symmetric matrix's products, an element of the product a thread, in any precision.</summary>
internal sealed class SymmetricProductKernels<TOperands, TArithmetic, TNumber>
    where TOperands : struct, IFactorOperands<TNumber>
    where TArithmetic : struct, IFactorArithmetic<TNumber>
    where TNumber : unmanaged
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, TOperands, TOperands, int, int> kernel;

    public SymmetricProductKernels(ExecutionTarget target)
    {
        this.target = target;
        kernel = target.Accelerator.LoadKernel<TOperands, TOperands, int, int>(Kernel);
    }

    /// <summary>Queues Y = AX.</summary>
    /// <param name="operands">A, [size × size], and X, [size × columns].</param>
    /// <param name="product">A, and Y in X's place.</param>
    /// <param name="size">Rows.</param>
    /// <param name="columns">Columns of X.</param>
    public void Run(TOperands operands, TOperands product, int size, int columns)
        => kernel(target.Stream, LinearGrid.For(target.Accelerator, (long)size * columns), operands, product, size, columns);

    internal static void Kernel(TOperands operands, TOperands product, int size, int columns)
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
                chain = TArithmetic.MultiplyAdd(operands.Matrix(element), operands.Element(((long)k * columns) + column), chain);
            }
            sum = start == 0 ? chain : TArithmetic.Add(sum, chain);
        }
        product.SetElement(index, sum);
    }
}
