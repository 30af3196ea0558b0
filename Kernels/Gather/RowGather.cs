using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>batch[i, :] = source[order[first + i], :]: the rows of a mini-batch, copied on the device.</summary>
public sealed unsafe class RowGather
{
    private const long ElementsPerPart = 16384;

    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, FloatView, ArrayView<int>, FloatView, int, long>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public RowGather(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<FloatView, ArrayView<int>, FloatView, int, long>(Kernel);
    }

    /// <summary>Queues the copy.</summary>
    /// <param name="source">[any × columns].</param>
    /// <param name="order">Row numbers; each must be a row of the source (not checked).</param>
    /// <param name="batch">[rows × columns]; one row for each number in <paramref name="order"/>.</param>
    /// <exception cref="ArgumentException">The widths differ, or there are not as many row numbers as rows.</exception>
    public void Run(MatrixView source, ArrayView<int> order, MatrixView batch)
    {
        if (source.Columns != batch.Columns || order.Length != batch.Rows)
            throw new ArgumentException($"A batch of {batch.Rows}×{batch.Columns} cannot be gathered from {order.Length} rows of {source.Columns} columns.", nameof(batch));
        if (batch.Rows == 0 || batch.Columns == 0)
            return;
        target.Launches++;
        if (kernel is not null)
        {
            long count = (long)batch.Rows * batch.Columns;
            kernel(target.Stream, LinearGrid.For(target.Accelerator, count), source.Data, order, batch.Data, batch.Columns, count);
            return;
        }
        var job = new HostJob
        {
            Source = (float*)source.Data.Address,
            Order = (int*)order.LoadEffectiveAddressAsPtr(),
            Batch = (float*)batch.Data.Address,
            Rows = batch.Rows,
            Columns = batch.Columns,
        };
        target.Workers!.Run(ref job, (int)Math.Clamp((long)batch.Rows * batch.Columns / ElementsPerPart, 1, target.Workers.Count));
    }

    internal static void Kernel(FloatView source, ArrayView<int> order, FloatView batch, int columns, long count)
    {
        long index = LinearGrid.Index;
        if (index >= count)
            return;
        long row = index / columns;
        long column = index - (row * columns);
        batch.View[index] = source.View[((long)order[row] * columns) + column];
    }

    private struct HostJob : IParallelJob
    {
        public float* Source;
        public int* Order;
        public float* Batch;
        public int Rows;
        public int Columns;

        public readonly void Invoke(int part, int parts)
        {
            int end = (int)((long)Rows * (part + 1) / parts);
            for (int row = (int)((long)Rows * part / parts); row < end; row++)
                new ReadOnlySpan<float>(Source + ((long)Order[row] * Columns), Columns).CopyTo(new Span<float>(Batch + ((long)row * Columns), Columns));
        }
    }
}
