using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>P = XᵀR in double-double: the right-hand side of the normal equations, book, (1.5), for targets or residuals R.</summary>
/// <remarks>Each element is the contract's sum over the rows (chunks of <see cref="DotProduct.ChunkLength"/>, each one chain from +0 in ascending order, joined in ascending order), every step of it in double-double.</remarks>
public sealed unsafe class TransposedProduct
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, DoubleView, DoubleView, DoubleView, int, int, int>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public TransposedProduct(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, DoubleView, DoubleView, DoubleView, int, int, int>(Kernel);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="x">[rows × columns].</param>
    /// <param name="right">R, [rows × targets], the high parts and the low parts.</param>
    /// <param name="product">P, [columns × targets], the high parts and the low parts; written.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Run(DoubleMatrixView x, (DoubleMatrixView High, DoubleMatrixView Low) right, (DoubleMatrixView High, DoubleMatrixView Low) product)
    {
        int targets = right.High.Columns;
        bool fits = right.High.Rows == x.Rows && right.Low.Rows == x.Rows && right.Low.Columns == targets
            && product.High.Rows == x.Columns && product.Low.Rows == x.Columns && product.High.Columns == targets && product.Low.Columns == targets;
        if (!fits)
            throw new ArgumentException($"The product of a transposed {x.Rows}x{x.Columns} and a {right.High.Rows}x{targets} matrix cannot be {product.High.Rows}x{product.High.Columns}.", nameof(product));
        long count = (long)x.Columns * targets;
        if (count == 0)
            return;
        target.Launches++;
        if (kernel is not null)
        {
            kernel(target.Stream, LinearGrid.For(target.Accelerator, count), x.Data, right.High.Data, right.Low.Data, product.High.Data, product.Low.Data, x.Rows, x.Columns, targets);
            return;
        }
        var job = new HostJob
        {
            Target = target,
            X = (double*)x.Data.Address,
            RightHigh = (double*)right.High.Data.Address,
            RightLow = (double*)right.Low.Data.Address,
            ProductHigh = (double*)product.High.Data.Address,
            ProductLow = (double*)product.Low.Data.Address,
            Rows = x.Rows,
            Columns = x.Columns,
            Targets = targets,
        };
        target.Workers!.Run(ref job, Math.Min(x.Columns, target.Workers.Count));
    }

    internal static void Kernel(DoubleView x, DoubleView rightHigh, DoubleView rightLow, DoubleView productHigh, DoubleView productLow, int rows, int columns, int targets)
    {
        long index = LinearGrid.Index;
        if (index >= (long)columns * targets)
            return;
        int column = (int)(index / targets);
        int output = (int)(index - ((long)column * targets));
        var sum = new DoubleDouble(0, 0);
        for (int start = 0; start < rows; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > rows)
                end = rows;
            var chain = new DoubleDouble(0, 0);
            for (int i = start; i < end; i++)
            {
                long at = ((long)i * targets) + output;
                chain = DoubleDouble.MultiplyAdd(x.View[((long)i * columns) + column], new DoubleDouble(rightHigh.View[at], rightLow.View[at]), chain);
            }
            sum = start == 0 ? chain : DoubleDouble.Add(sum, chain);
        }
        productHigh.View[index] = sum.High;
        productLow.View[index] = sum.Low;
    }

    private struct HostJob : IParallelJob
    {
        public ExecutionTarget Target;
        public double* X;
        public double* RightHigh;
        public double* RightLow;
        public double* ProductHigh;
        public double* ProductLow;
        public int Rows;
        public int Columns;
        public int Targets;

        public readonly void Invoke(int part, int parts)
        {
            // A part has a run of columns and walks all rows, so that X is read along its rows.
            int first = (int)((long)Columns * part / parts);
            int last = (int)((long)Columns * (part + 1) / parts);
            long start = (long)first * Targets;
            int count = checked((last - first) * Targets);
            var chains = (DoubleDouble*)Target.Workers!.Scratch(part).Floats(4L * count);
            new Span<double>(ProductHigh + start, count).Clear();
            new Span<double>(ProductLow + start, count).Clear();
            for (int row = 0; row < Rows; row += DotProduct.ChunkLength)
            {
                new Span<DoubleDouble>(chains, count).Clear();
                int end = Math.Min(Rows, row + DotProduct.ChunkLength);
                for (int i = row; i < end; i++)
                    AddRow(i, first, last, chains);
                for (int at = 0; at < count; at++)
                {
                    DoubleDouble sum = row == 0 ? chains[at] : DoubleDouble.Add(new DoubleDouble(ProductHigh[start + at], ProductLow[start + at]), chains[at]);
                    ProductHigh[start + at] = sum.High;
                    ProductLow[start + at] = sum.Low;
                }
            }
        }

        private readonly void AddRow(int row, int first, int last, DoubleDouble* chains)
        {
            double* x = X + ((long)row * Columns);
            long right = (long)row * Targets;
            DoubleDouble* chain = chains;
            for (int column = first; column < last; column++)
            {
                for (int output = 0; output < Targets; output++, chain++)
                    *chain = DoubleDouble.MultiplyAdd(x[column], new DoubleDouble(RightHigh[right + output], RightLow[right + output]), *chain);
            }
        }
    }
}
