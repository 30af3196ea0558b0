using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>G ← G + Σ wᵢ(xᵢ − c)(xᵢ − c)ᵀ over a block of rows: <see cref="Gram.Accumulate"/> with the arithmetic of a chunk in binary32 and the chunks' sums added in binary64.</summary>
/// <remarks>One binary32 chain over a million rows loses four digits; chunks of <see cref="DotProduct.ChunkLength"/> rows lose as much as a training step does. Queued on a stream; done on return on the host.</remarks>
public sealed unsafe class FloatGram
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, FloatView, FloatView, FloatView, DoubleView, GramShape>? kernel;

    /// <summary>Loads the operation for a target, which needs binary64 for the sums.</summary>
    public FloatGram(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<FloatView, FloatView, FloatView, DoubleView, GramShape>(Kernel);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="x">[rows × any]; only its first columns are used, as many as G has.</param>
    /// <param name="shifts">c, at least as many as G has columns.</param>
    /// <param name="rowWeights">w, at least as many as rows; an empty view for none.</param>
    /// <param name="gram">G, [columns × columns]; only its upper triangle (j ≤ k) is read and written.</param>
    /// <exception cref="ArgumentException">G is not square, or wider than X or than the shifts, or there are fewer weights than rows.</exception>
    public void Accumulate(MatrixView x, FloatView shifts, FloatView rowWeights, DoubleMatrixView gram)
    {
        GramShape shape = GramShape.For(x.Rows, x.Columns, shifts.Length, rowWeights.Length, gram.Rows, gram.Columns);
        if (shape.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (kernel is not null)
        {
            kernel(target.Stream, LinearGrid.For(target.Accelerator, shape.Elements), x.Data, shifts, shape.HasWeights ? rowWeights : shifts, gram.Data, shape);
            return;
        }
        var operands = new GramOperands<float, double>
        {
            X = (float*)x.Data.Address,
            Stride = x.Columns,
            Rows = x.Rows,
            Columns = shape.Columns,
            Shifts = (float*)shifts.Address,
            RowWeights = shape.HasWeights ? (float*)rowWeights.Address : null,
            Gram = (double*)gram.Data.Address,
            GramStride = shape.Columns,
            Sign = 1,
        };
        HostGram.Run(operands, target.Workers!);
    }

    internal static void Kernel(FloatView x, FloatView shifts, FloatView rowWeights, DoubleView gram, GramShape shape)
    {
        long index = LinearGrid.Index;
        if (index >= shape.Elements)
            return;
        int j = (int)(index / shape.Columns);
        int k = (int)(index - ((long)j * shape.Columns));
        if (k < j)
            return;
        float shiftJ = -shifts.View[j];
        float shiftK = -shifts.View[k];
        double sum = gram.View[index];
        for (int start = 0; start < shape.Rows; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > shape.Rows)
                end = shape.Rows;
            float chain = 0;
            for (int i = start; i < end; i++)
            {
                long row = (long)i * shape.Stride;
                float left = Ieee.Add(x.View[row + j], shiftJ);
                if (shape.HasWeights)
                    left = Ieee.Multiply(rowWeights.View[i], left);
                chain = Ieee.Fma(left, Ieee.Add(x.View[row + k], shiftK), chain);
            }
            sum = IeeeDouble.Add(sum, chain);
        }
        gram.View[index] = sum;
    }
}
