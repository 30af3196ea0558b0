using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>G ← G + Σ wᵢ(xᵢ − c)(xᵢ − c)ᵀ over a block of rows in double-double: <see cref="Gram.Accumulate"/> for columns that binary64 cannot tell apart.</summary>
/// <remarks>
/// Element (j, k), j ≤ k, of a chunk of <see cref="DotProduct.ChunkLength"/> rows is a chain of <see cref="DoubleDouble.MultiplyAdd(DoubleDouble, DoubleDouble, DoubleDouble)"/> from +0 over (w·(xⱼ − cⱼ))·(xₖ − cₖ);
/// each chunk's sum is added to G in turn. A difference is x + (−c), exact but for what a double-double cannot hold.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class DoubleDoubleGram
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, DoubleView, DoubleView, DoubleView, DoubleView, GramShape>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public DoubleDoubleGram(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, DoubleView, DoubleView, DoubleView, DoubleView, GramShape>(Kernel);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="x">[rows × columns], or [rows × 2·columns] when the columns are double-doubles: the high parts of all, then the low parts of all.</param>
    /// <param name="shifts">c, the high parts and the low parts, at least as many as columns.</param>
    /// <param name="rowWeights">w, at least as many as rows; an empty view for none.</param>
    /// <param name="gram">G, [columns × columns], the high parts and the low parts; only their upper triangles (j ≤ k) are read and written.</param>
    /// <exception cref="ArgumentException">G is not square, X is neither as wide as G nor twice as wide, or there are too few shifts or weights.</exception>
    public void Accumulate(DoubleMatrixView x, (DoubleView High, DoubleView Low) shifts, DoubleView rowWeights, (DoubleMatrixView High, DoubleMatrixView Low) gram)
    {
        GramShape shape = GramShape.For(x.Rows, x.Columns, Math.Min(shifts.High.Length, shifts.Low.Length), rowWeights.Length, gram.High.Rows, gram.High.Columns);
        if (gram.Low.Rows != shape.Columns || gram.Low.Columns != shape.Columns || (x.Columns != shape.Columns && x.Columns != 2L * shape.Columns))
            throw new ArgumentException($"A double-double Gram matrix of {gram.High.Rows}x{gram.High.Columns} and {gram.Low.Rows}x{gram.Low.Columns} needs rows of {shape.Columns} or {2L * shape.Columns} elements; they have {x.Columns}.", nameof(gram));
        if (shape.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernel is not null)
        {
            DoubleView weights = shape.HasWeights ? rowWeights : shifts.High;
            kernel(target.Stream, LinearGrid.For(target.Accelerator, shape.Elements), x.Data, shifts.High, shifts.Low, weights, gram.High.Data, gram.Low.Data, shape);
            return;
        }
        var operands = new GramOperands<double, double>
        {
            X = (double*)x.Data.Address,
            Stride = x.Columns,
            LowOffset = x.Columns > shape.Columns ? shape.Columns : 0,
            Rows = x.Rows,
            Columns = shape.Columns,
            Shifts = (double*)shifts.High.Address,
            ShiftsLow = (double*)shifts.Low.Address,
            RowWeights = shape.HasWeights ? (double*)rowWeights.Address : null,
            Gram = (double*)gram.High.Data.Address,
            GramLow = (double*)gram.Low.Data.Address,
            GramStride = shape.Columns,
            Sign = 1,
        };
        HostGram.RunDoubleDouble(operands, target.Workers!);
    }

    internal static void Kernel(DoubleView x, DoubleView shiftsHigh, DoubleView shiftsLow, DoubleView rowWeights, DoubleView gramHigh, DoubleView gramLow, GramShape shape)
    {
        long index = LinearGrid.Index;
        if (index >= shape.Elements)
            return;
        int j = (int)(index / shape.Columns);
        int k = (int)(index - ((long)j * shape.Columns));
        if (k < j)
            return;
        bool hasLow = shape.Stride > shape.Columns;
        var shiftJ = new DoubleDouble(-shiftsHigh.View[j], -shiftsLow.View[j]);
        var shiftK = new DoubleDouble(-shiftsHigh.View[k], -shiftsLow.View[k]);
        var sum = new DoubleDouble(gramHigh.View[index], gramLow.View[index]);
        for (int start = 0; start < shape.Rows; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > shape.Rows)
                end = shape.Rows;
            var chain = new DoubleDouble(0, 0);
            for (int i = start; i < end; i++)
            {
                long row = (long)i * shape.Stride;
                double lowJ = 0;
                double lowK = 0;
                if (hasLow)
                {
                    lowJ = x.View[row + shape.Columns + j];
                    lowK = x.View[row + shape.Columns + k];
                }
                DoubleDouble left = DoubleDouble.Add(new DoubleDouble(x.View[row + j], lowJ), shiftJ);
                if (shape.HasWeights)
                    left = DoubleDouble.Multiply(rowWeights.View[i], left);
                DoubleDouble right = DoubleDouble.Add(new DoubleDouble(x.View[row + k], lowK), shiftK);
                chain = DoubleDouble.MultiplyAdd(left, right, chain);
            }
            sum = DoubleDouble.Add(sum, chain);
        }
        gramHigh.View[index] = sum.High;
        gramLow.View[index] = sum.Low;
    }
}
