using System.Buffers;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>G = (X − 1cᵀ)ᵀ(X − 1cᵀ) in binary64: the matrix of the normal equations, book, (1.5), about the columns' shifts c.</summary>
/// <remarks>
/// Each difference is rounded once; each element of G is the contract's sum of products (chunks of <see cref="DotProduct.ChunkLength"/> rows, each one chain of fma from +0, joined in ascending order) in binary64.
/// Queued on a stream; done on return on the host.
/// </remarks>
public sealed unsafe class Gram
{
    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, DoubleView, int, int, int>? kernel;
    private readonly Action<AcceleratorStream, KernelConfig, DoubleView, DoubleView, DoubleView, DoubleView, GramShape>? accumulateKernel;

    /// <summary>Loads the operation for a target.</summary>
    public Gram(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is not null)
            return;
        kernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, DoubleView, int, int, int>(Kernel);
        accumulateKernel = target.Accelerator.LoadKernel<DoubleView, DoubleView, DoubleView, DoubleView, GramShape>(AccumulateKernel);
    }

    /// <summary>Queues the computation.</summary>
    /// <param name="x">[rows × any]; only its first columns are used, as many as G has.</param>
    /// <param name="shifts">c, as many as G has columns.</param>
    /// <param name="gram">[columns × columns]; both triangles are written.</param>
    /// <exception cref="ArgumentException">G is not square, or wider than X or than the shifts.</exception>
    public void Run(DoubleMatrixView x, DoubleView shifts, DoubleMatrixView gram)
    {
        int columns = gram.Columns;
        if (gram.Rows != columns || columns > x.Columns || columns > shifts.Length)
            throw new ArgumentException($"A Gram matrix of {gram.Rows}x{gram.Columns} cannot be computed from {x.Rows}x{x.Columns} elements and {shifts.Length} shifts.", nameof(gram));
        if (columns == 0)
            return;
        target.CountLaunch(GetType());
        if (kernel is not null)
        {
            kernel(target.Stream, LinearGrid.For(target.Accelerator, (long)columns * columns), x.Data, shifts, gram.Data, x.Rows, x.Columns, columns);
            return;
        }
        // −0 is what leaves the first chunk's sum as it is.
        for (int j = 0; j < columns; j++)
            new Span<double>((double*)gram.Data.Address + ((long)j * columns), columns).Fill(x.Rows == 0 ? 0 : -0d);
        HostGram.Run(HostOperands(x, shifts, default, gram), target.Workers!);
        Mirror((double*)gram.Data.Address, columns);
    }

    /// <summary>Queues G ← G + Σ wᵢ(xᵢ − c)(xᵢ − c)ᵀ over a block of rows; G is zero before the first block.</summary>
    /// <remarks>
    /// Element (j, k), j ≤ k, of a chunk is the chain of fma(w·(xⱼ − cⱼ), xₖ − cₖ, ·), the product with w rounded once; each chunk's sum is added to G in turn.
    /// Blocks of a multiple of <see cref="DotProduct.ChunkLength"/> rows (but for the last) therefore give the bits of one block.
    /// </remarks>
    /// <param name="x">[rows × any]; only its first columns are used, as many as G has. Targets may follow the features: G then has XᵀX, XᵀY beside it and YᵀY below that.</param>
    /// <param name="shifts">c, at least as many as G has columns.</param>
    /// <param name="rowWeights">w, at least as many as rows; an empty view for none.</param>
    /// <param name="gram">[columns × columns]; only its upper triangle (j ≤ k) is read and written.</param>
    /// <exception cref="ArgumentException">G is not square, or wider than X or than the shifts, or there are fewer weights than rows.</exception>
    public void Accumulate(DoubleMatrixView x, DoubleView shifts, DoubleView rowWeights, DoubleMatrixView gram)
    {
        GramShape shape = GramShape.For(x.Rows, x.Columns, shifts.Length, rowWeights.Length, gram.Rows, gram.Columns);
        if (shape.IsEmpty)
            return;
        target.CountLaunch(GetType());
        if (accumulateKernel is not null)
        {
            accumulateKernel(target.Stream, LinearGrid.For(target.Accelerator, shape.Elements), x.Data, shifts, shape.HasWeights ? rowWeights : shifts, gram.Data, shape);
            return;
        }
        HostGram.Run(HostOperands(x, shifts, rowWeights, gram), target.Workers!);
    }

    /// <summary>The same for rows whose parts lie apart, on the host only: they are used where they are, which saves a copy.</summary>
    /// <param name="rows">X and Y; G has a column for each of theirs, after one for the ones.</param>
    /// <param name="shifts">c, at least as many as G has columns.</param>
    /// <param name="rowWeights">w, at least as many as rows; an empty view for none.</param>
    /// <param name="gram">[columns × columns]; only its upper triangle (j ≤ k) is read and written.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other, or there is no Y.</exception>
    /// <exception cref="InvalidOperationException">The target is not the host.</exception>
    public void AccumulateJoined(in JoinedRows rows, DoubleView shifts, DoubleView rowWeights, DoubleMatrixView gram)
    {
        Workers workers = target.Workers ?? throw new InvalidOperationException($"Rows in the host's memory can be used there only; copy them to a buffer of the device and call {nameof(Accumulate)}.");
        if (rows.Count < 0 || rows.Features < 0 || rows.Targets < 1 || rows.X.Length < (long)rows.Count * rows.Features || rows.Y.Length < (long)rows.Count * rows.Targets || gram.Columns != rows.Columns)
            throw new ArgumentException($"{rows.Count} rows of {rows.Features} features and {rows.Targets} targets, with {rows.X.Length} and {rows.Y.Length} numbers, do not make the {rows.Columns} columns of a {gram.Rows}x{gram.Columns} Gram matrix.", nameof(rows));
        GramShape shape = GramShape.For(rows.Count, rows.Columns, shifts.Length, rowWeights.Length, gram.Rows, gram.Columns);
        if (shape.IsEmpty)
            return;
        target.CountLaunch(GetType());
        using MemoryHandle x = rows.X.Pin();
        using MemoryHandle y = rows.Y.Pin();
        HostGram.Run(
            new GramOperands<double, double>
            {
                X = (double*)x.Pointer,
                Stride = rows.Features,
                Ones = rows.HasOnes ? 1 : 0,
                Tail = (double*)y.Pointer,
                TailStride = rows.Targets,
                Rows = rows.Count,
                Columns = rows.Columns,
                Shifts = (double*)shifts.Address,
                RowWeights = rowWeights.Length == 0 ? null : (double*)rowWeights.Address,
                Gram = (double*)gram.Data.Address,
                GramStride = rows.Columns,
                Sign = 1,
            },
            workers);
    }

    internal static void AccumulateKernel(DoubleView x, DoubleView shifts, DoubleView rowWeights, DoubleView gram, GramShape shape)
    {
        long index = LinearGrid.Index;
        if (index >= shape.Elements)
            return;
        int j = (int)(index / shape.Columns);
        int k = (int)(index - ((long)j * shape.Columns));
        if (k < j)
            return;
        double shiftJ = -shifts.View[j];
        double shiftK = -shifts.View[k];
        double sum = gram.View[index];
        for (int start = 0; start < shape.Rows; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > shape.Rows)
                end = shape.Rows;
            double chain = 0;
            for (int i = start; i < end; i++)
            {
                long row = (long)i * shape.Stride;
                double left = IeeeDouble.Add(x.View[row + j], shiftJ);
                if (shape.HasWeights)
                    left = IeeeDouble.Multiply(rowWeights.View[i], left);
                chain = IeeeDouble.Fma(left, IeeeDouble.Add(x.View[row + k], shiftK), chain);
            }
            sum = IeeeDouble.Add(sum, chain);
        }
        gram.View[index] = sum;
    }

    internal static void Kernel(DoubleView x, DoubleView shifts, DoubleView gram, int rows, int stride, int columns)
    {
        long index = LinearGrid.Index;
        if (index >= (long)columns * columns)
            return;
        int j = (int)(index / columns);
        int k = (int)(index - ((long)j * columns));
        if (k < j)
            return;
        double shiftJ = -shifts.View[j];
        double shiftK = -shifts.View[k];
        double sum = 0;
        for (int start = 0; start < rows; start += DotProduct.ChunkLength)
        {
            int end = start + DotProduct.ChunkLength;
            if (end > rows)
                end = rows;
            double chain = 0;
            for (int i = start; i < end; i++)
            {
                long row = (long)i * stride;
                chain = IeeeDouble.Fma(IeeeDouble.Add(x.View[row + j], shiftJ), IeeeDouble.Add(x.View[row + k], shiftK), chain);
            }
            sum = start == 0 ? chain : IeeeDouble.Add(sum, chain);
        }
        gram.View[index] = sum;
        gram.View[((long)k * columns) + j] = sum;
    }

    private static void Mirror(double* gram, int columns)
    {
        for (int j = 0; j < columns; j++)
        {
            for (int k = j + 1; k < columns; k++)
                gram[((long)k * columns) + j] = gram[((long)j * columns) + k];
        }
    }

    private static GramOperands<double, double> HostOperands(DoubleMatrixView x, DoubleView shifts, DoubleView rowWeights, DoubleMatrixView gram) => new()
    {
        X = (double*)x.Data.Address,
        Stride = x.Columns,
        Rows = x.Rows,
        Columns = gram.Columns,
        Shifts = (double*)shifts.Address,
        RowWeights = rowWeights.Length == 0 ? null : (double*)rowWeights.Address,
        Gram = (double*)gram.Data.Address,
        GramStride = gram.Columns,
        Sign = 1,
    };
}
