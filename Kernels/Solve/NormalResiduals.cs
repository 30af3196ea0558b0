using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Over a block of rows: r = y − xW, P ← P + Xᵀ(w ⊙ r) and Σwr² in double-double: what the normal equations, book, (1.5), still lack for coefficients W, straight from the data.</summary>
/// <remarks>
/// A residual is one chain from y in ascending order of the columns, r ← r − x·W (then over the columns' low parts, where there are any); s = w·r. An element of P is, for each chunk of <see cref="DotProduct.ChunkLength"/> rows,
/// a chain of c ← c + x·s from +0 (x's low part, if there is one, right after its high part), a sum of squares one of c ← c + r·s; each chunk's sum is added to what is there in turn, so that
/// blocks of a multiple of that many rows (but for the last) give the bits of one block. Everything is a double-double.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class NormalResiduals
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, ResidualOperands, ResidualShape>? residualKernel;
    private readonly Action<AcceleratorStream, KernelConfig, ResidualOperands, ResidualShape>? productKernel;

    /// <summary>Loads the operation for a target.</summary>
    public NormalResiduals(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is not null)
            return;
        residualKernel = target.Accelerator.LoadKernel<ResidualOperands, ResidualShape>(ResidualKernel);
        productKernel = target.Accelerator.LoadKernel<ResidualOperands, ResidualShape>(ProductKernel);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="data">[X Y], [rows × (columns + targets)]; or twice as wide, the low parts of all following the high parts of all.</param>
    /// <param name="coefficients">W, [columns × targets], the high parts and the low parts.</param>
    /// <param name="rowWeights">w, at least as many as rows; an empty view for none.</param>
    /// <param name="residuals">r, [rows × targets], the high parts and the low parts; written.</param>
    /// <param name="products">P, [columns × targets], the high parts and the low parts; added to.</param>
    /// <param name="squares">Σwr², one a target, the high parts and the low parts; added to.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Accumulate(
        DoubleMatrixView data,
        (DoubleMatrixView High, DoubleMatrixView Low) coefficients,
        DoubleView rowWeights,
        (DoubleMatrixView High, DoubleMatrixView Low) residuals,
        (DoubleMatrixView High, DoubleMatrixView Low) products,
        (DoubleView High, DoubleView Low) squares)
    {
        ResidualShape shape = ResidualShape.For(data, coefficients, rowWeights, residuals, products, squares);
        if (shape.Rows == 0 || shape.Targets == 0)
            return;
        target.CountLaunch(GetType());
        var operands = new ResidualOperands
        {
            Data = data.Data,
            CoefficientsHigh = coefficients.High.Data,
            CoefficientsLow = coefficients.Low.Data,
            RowWeights = shape.HasWeights ? rowWeights : data.Data,
            ResidualsHigh = residuals.High.Data,
            ResidualsLow = residuals.Low.Data,
            ProductsHigh = products.High.Data,
            ProductsLow = products.Low.Data,
            SquaresHigh = squares.High,
            SquaresLow = squares.Low,
        };
        if (residualKernel is not null)
        {
            residualKernel(target.Stream, LinearGrid.For(target.Accelerator, (long)shape.Rows * shape.Targets), operands, shape);
            productKernel!(target.Stream, LinearGrid.For(target.Accelerator, ((long)shape.Columns + 1) * shape.Targets), operands, shape);
            return;
        }
        HostNormalResiduals.Run(operands, shape, target.Workers!);
    }

    internal static void ResidualKernel(ResidualOperands operands, ResidualShape shape)
    {
        long index = LinearGrid.Index;
        if (index >= (long)shape.Rows * shape.Targets)
            return;
        int row = (int)(index / shape.Targets);
        int output = (int)(index - ((long)row * shape.Targets));
        long first = (long)row * shape.Stride;
        long y = first + shape.Columns + output;
        double low = 0;
        if (shape.Parts == 2)
            low = operands.Data.View[y + shape.Width];
        var residual = new DoubleDouble(operands.Data.View[y], low);
        for (int part = 0; part < shape.Parts; part++)
        {
            for (int column = 0; column < shape.Columns; column++)
            {
                long at = ((long)column * shape.Targets) + output;
                var coefficient = new DoubleDouble(operands.CoefficientsHigh.View[at], operands.CoefficientsLow.View[at]);
                residual = DoubleDouble.MultiplyAdd(-operands.Data.View[first + column], coefficient, residual);
            }
            first += shape.Width;
        }
        operands.ResidualsHigh.View[index] = residual.High;
        operands.ResidualsLow.View[index] = residual.Low;
    }

    // The threads beyond the products add up the squares.
    internal static void ProductKernel(ResidualOperands operands, ResidualShape shape)
    {
        long index = LinearGrid.Index;
        if (index >= ((long)shape.Columns + 1) * shape.Targets)
            return;
        int column = (int)(index / shape.Targets);
        int output = (int)(index - ((long)column * shape.Targets));
        bool isSquare = column == shape.Columns;
        DoubleDouble sum = isSquare
            ? new DoubleDouble(operands.SquaresHigh.View[output], operands.SquaresLow.View[output])
            : new DoubleDouble(operands.ProductsHigh.View[index], operands.ProductsLow.View[index]);
        for (int start = 0; start < shape.Rows; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > shape.Rows)
                end = shape.Rows;
            var chain = new DoubleDouble(0, 0);
            for (int i = start; i < end; i++)
            {
                long at = ((long)i * shape.Targets) + output;
                var residual = new DoubleDouble(operands.ResidualsHigh.View[at], operands.ResidualsLow.View[at]);
                DoubleDouble weighted = residual;
                if (shape.HasWeights)
                    weighted = DoubleDouble.Multiply(operands.RowWeights.View[i], residual);
                if (isSquare)
                {
                    chain = DoubleDouble.MultiplyAdd(residual, weighted, chain);
                }
                else
                {
                    long x = ((long)i * shape.Stride) + column;
                    chain = DoubleDouble.MultiplyAdd(operands.Data.View[x], weighted, chain);
                    if (shape.Parts == 2)
                        chain = DoubleDouble.MultiplyAdd(operands.Data.View[x + shape.Width], weighted, chain);
                }
            }
            sum = DoubleDouble.Add(sum, chain);
        }
        if (isSquare)
        {
            operands.SquaresHigh.View[output] = sum.High;
            operands.SquaresLow.View[output] = sum.Low;
        }
        else
        {
            operands.ProductsHigh.View[index] = sum.High;
            operands.ProductsLow.View[index] = sum.Low;
        }
    }
}
