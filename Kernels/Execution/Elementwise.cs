using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Runs an <see cref="IElementwise"/> operation over a range of indices.</summary>
public sealed class Elementwise<TOperation>
    where TOperation : struct, IElementwise
{
    // Below this many elements a part, waking a thread costs more than it saves.
    private const long ElementsPerPart = 8192;

    // From this many values on (16 MB), reading and writing them leaves little of a third-level cache for anybody, and to write past it saves reading each line first.
    private const long StreamedFrom = 1 << 22;

    // Numbers (4 KB) before they are wanted: a function's instructions fill the processor's view, so that it would not read far ahead by itself.
    private const int AskedAhead = 1024;

    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, TOperation, long>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public Elementwise(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<TOperation, long>(Kernel);
    }

    /// <summary>Queues the operation for the indices 0 … count − 1.</summary>
    /// <param name="operation">The operation and its operands.</param>
    /// <param name="count">Number of indices; 0 does nothing.</param>
    /// <param name="costPerElement">Roughly how many elements' worth of work an index is; decides how many threads share the work, never the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Run(in TOperation operation, long count, long costPerElement = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
            return;
        target.Launches++;
        if (kernel is not null)
        {
            kernel(target.Stream, LinearGrid.For(target.Accelerator, count), operation, count);
            return;
        }
        var job = new HostJob { Operation = operation, Count = count };
        target.Workers!.Run(ref job, (int)Math.Clamp(count * costPerElement / ElementsPerPart, 1, target.Workers.Count));
    }

    internal static void Kernel(TOperation operation, long count)
    {
        long index = LinearGrid.Index;
        if (index < count)
            operation.Invoke<KernelLanes, float>(index);
    }

    private struct HostJob : IParallelJob
    {
        public TOperation Operation;
        public long Count;

        public readonly void Invoke(int part, int parts)
        {
            // Whole registers a part, so that only the last part has a tail.
            long blocks = (Count + 15) / 16;
            long start = blocks * part / parts * 16;
            long end = Math.Min(Count, blocks * (part + 1) / parts * 16);
            if (TOperation.IsMap && Count >= StreamedFrom && Operation.Destination.Length >= Count)
            {
                switch (HostSimd.Bits)
                {
                    case 512: Stream<Lanes512, Vector512<float>>(start, end); return;
                    case 256: Stream<Lanes256, Vector256<float>>(start, end); return;
                    default: Stream<Lanes128, Vector128<float>>(start, end); return;
                }
            }
            switch (HostSimd.Bits)
            {
                case 512: Loop<Lanes512, Vector512<float>>(start, end); break;
                case 256: Loop<Lanes256, Vector256<float>>(start, end); break;
                default: Loop<Lanes128, Vector128<float>>(start, end); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly void Loop<TLanes, TVector>(long start, long end)
            where TLanes : struct, IHostLanes<TVector>
            where TVector : struct
        {
            TOperation operation = Operation;
            long i = start;
            if (TOperation.IsMap)
            {
                for (; i + (2 * TLanes.Count) <= end; i += 2 * TLanes.Count)
                    operation.Invoke<PairLanes<TLanes, TVector>, Pair<TVector>>(i);
            }
            for (; i + TLanes.Count <= end; i += TLanes.Count)
                operation.Invoke<TLanes, TVector>(i);
            for (; i < end; i++)
                operation.Invoke<ScalarLanes, float>(i);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly unsafe void Stream<TLanes, TVector>(long start, long end)
            where TLanes : struct, IHostLanes<TVector>
            where TVector : struct
        {
            TOperation operation = Operation;
            var destination = (float*)operation.Destination.Address;
            var source = (float*)operation.Source.Address;
            long i = start;
            for (; i < end && (nint)(destination + i) % (TLanes.Count * sizeof(float)) != 0; i++)
                operation.Invoke<ScalarLanes, float>(i);
            for (; i + (2 * TLanes.Count) <= end; i += 2 * TLanes.Count)
            {
                if (Sse.IsSupported)
                {
                    float* ahead = source + i + AskedAhead;
                    Sse.Prefetch0(ahead);
                    Sse.Prefetch0(ahead + TLanes.Count);
                }
                PairLanes<TLanes, TVector>.StoreStreaming(destination + i, operation.Value<PairLanes<TLanes, TVector>, Pair<TVector>>(i));
            }
            for (; i + TLanes.Count <= end; i += TLanes.Count)
                TLanes.StoreStreaming(destination + i, operation.Value<TLanes, TVector>(i));
            for (; i < end; i++)
                operation.Invoke<ScalarLanes, float>(i);
            HostSimd.FinishStreaming();
        }
    }
}
