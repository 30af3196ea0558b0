using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>batch[i] = source[order[i]]: the samples of a mini-batch, copied on the device in one launch, which can take the numbers of an update along.</summary>
public sealed unsafe class SampleGather
{
    private const long ElementsPerPart = 16384;

    private const int FloatsInLine = 16;

    // Of the sample after the one that is copied so much is asked for; the processor guesses the rest of a longer one by itself.
    private const int FloatsAhead = 4096;

    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, Samples, ArrayView<int>, Samples, long, UpdateNumbers, FloatView>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public SampleGather(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<Samples, ArrayView<int>, Samples, long, UpdateNumbers, FloatView>(Kernel);
    }

    /// <summary>Queues the copy.</summary>
    /// <param name="source">Any number of samples.</param>
    /// <param name="order">Their numbers; each must be a sample of the source (not checked).</param>
    /// <param name="batch">As wide; one sample for each number in <paramref name="order"/>.</param>
    /// <exception cref="ArgumentException">The widths differ, or there are not as many numbers as samples in the batch.</exception>
    public void Run(in Samples source, ArrayView<int> order, in Samples batch) => Run(source, order, batch, default, default);

    /// <summary>Queues the copy, and puts an update's numbers where its kernels read them.</summary>
    /// <param name="source">Any number of samples.</param>
    /// <param name="order">Their numbers; each must be a sample of the source (not checked).</param>
    /// <param name="batch">As wide, at least one; one sample for each number in <paramref name="order"/>.</param>
    /// <param name="numbers">The update's numbers.</param>
    /// <param name="destination">[<see cref="UpdateNumbers.Length"/>], written; empty: the numbers go nowhere.</param>
    /// <exception cref="ArgumentException">The widths differ, there are not as many numbers as samples in the batch, or there is nothing to copy beside the update's numbers.</exception>
    public void Run(in Samples source, ArrayView<int> order, in Samples batch, UpdateNumbers numbers, FloatView destination)
    {
        if (source.Features != batch.Features || source.Outputs != batch.Outputs || source.WeightColumns != batch.WeightColumns || order.Length != batch.Count)
            throw new ArgumentException($"A batch of {Describe(batch)} cannot be gathered from {Describe(source)} by {order.Length} numbers.", nameof(batch));
        long count = (long)batch.Count * batch.Width;
        if (count == 0 && destination.Length > 0)
            throw new ArgumentException("A batch without samples has no update.", nameof(batch));
        if (count == 0)
            return;
        target.CountLaunch(GetType());
        if (kernel is not null)
        {
            kernel(target.Stream, LinearGrid.For(target.Accelerator, count), source, order, batch, count, numbers, destination);
            return;
        }
        if (destination.Length > 0)
            numbers.Store<ScalarLanes>(destination);
        var job = new HostJob { Source = source, Order = (int*)order.LoadEffectiveAddressAsPtr(), Batch = batch };
        target.Workers!.Run(ref job, (int)Math.Clamp(count / ElementsPerPart, 1, target.Workers.Count));
    }

    internal static void Kernel(Samples source, ArrayView<int> order, Samples batch, long count, UpdateNumbers numbers, FloatView destination)
    {
        long index = LinearGrid.Index;
        if (index >= count)
            return;
        if (index == 0 && destination.Length > 0)
            numbers.Store<KernelLanes>(destination);
        long row = index / batch.Width;
        int column = (int)(index - (row * batch.Width));
        long from = order[row];
        if (column < batch.Features)
        {
            batch.Inputs.View[(row * batch.Features) + column] = source.Inputs.View[(from * batch.Features) + column];
            return;
        }
        column -= batch.Features;
        if (column < batch.Outputs)
            batch.Targets.View[(row * batch.Outputs) + column] = source.Targets.View[(from * batch.Outputs) + column];
        else
            batch.Weights.View[row] = source.Weights.View[from];
    }

    private static string Describe(in Samples samples) => $"{samples.Count} samples of {samples.Features} inputs, {samples.Outputs} targets and {samples.WeightColumns} weights";

    private struct HostJob : IParallelJob
    {
        public Samples Source;
        public int* Order;
        public Samples Batch;

        public readonly void Invoke(int part, int parts)
        {
            int start = (int)((long)Batch.Count * part / parts);
            int end = (int)((long)Batch.Count * (part + 1) / parts);
            CopyRows(Source.Inputs, Batch.Inputs, Batch.Features, start, end);
            CopyRows(Source.Targets, Batch.Targets, Batch.Outputs, start, end);
            CopyRows(Source.Weights, Batch.Weights, Batch.WeightColumns, start, end);
        }

        private readonly void CopyRows(in FloatView source, in FloatView batch, int columns, int start, int end)
        {
            var from = (float*)source.Address;
            var to = (float*)batch.Address;
            for (int row = start; row < end; row++)
            {
                if (row + 1 < end)
                    AskFor(from + ((long)Order[row + 1] * columns), Math.Min(columns, FloatsAhead));
                new ReadOnlySpan<float>(from + ((long)Order[row] * columns), columns).CopyTo(new Span<float>(to + ((long)row * columns), columns));
            }
        }

        // Into the second cache, which waits for more lines at a time than the first.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void AskFor(float* numbers, int count)
        {
            for (int i = 0; Sse.IsSupported && i < count; i += FloatsInLine)
                Sse.Prefetch1(numbers + i);
        }
    }
}
