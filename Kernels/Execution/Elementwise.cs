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
        target.CountLaunch(GetType());
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
            switch (HostSimd.Bits)
            {
                case 512: Run<QuadLanes<Lanes512, Vector512<float>>, Quad<Vector512<float>>, Lanes512, Vector512<float>>(start, end); break;
                case 256: Run<PairLanes<Lanes256, Vector256<float>>, Pair<Vector256<float>>, Lanes256, Vector256<float>>(start, end); break;
                default: Run<PairLanes<Lanes128, Vector128<float>>, Pair<Vector128<float>>, Lanes128, Vector128<float>>(start, end); break;
            }
        }

        // Each loop is a method of its own: the compiler keeps only so many constants of a method in registers.
        private readonly unsafe void Run<TGroup, TRegisters, TLanes, TVector>(long start, long end)
            where TGroup : struct, IHostLanes<TRegisters>
            where TRegisters : struct
            where TLanes : struct, IHostLanes<TVector>
            where TVector : struct
        {
            long i = start;
            if (TOperation.IsMap)
            {
                var source = (float*)Operation.Source.Address;
                var destination = (float*)Operation.Destination.Address;
                if (Count >= StreamedFrom && source != destination)
                {
                    i = Loop<ScalarLanes, float>(i, Math.Min(end, i + ToBoundary((long)(destination + i), TLanes.Count)));
                    i += Stream<TGroup, TRegisters>(source + i, destination + i, end - i);
                }
                else
                {
                    i += Map<TGroup, TRegisters>(source + i, destination + i, end - i);
                }
            }
            i = Loop<TLanes, TVector>(i, end);
            Loop<ScalarLanes, float>(i, end);
        }

        // How many numbers there are before an address that is a multiple of so many.
        private static long ToBoundary(long address, int numbers) => (numbers - (address / sizeof(float) % numbers)) % numbers;

        // The first index that is not done, because there are too few for the lanes.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly long Loop<TLanes, TVector>(long start, long end)
            where TLanes : struct, IHostLanes<TVector>
            where TVector : struct
        {
            TOperation operation = Operation;
            long i = start;
            for (; i + TLanes.Count <= end; i += TLanes.Count)
                operation.Invoke<TLanes, TVector>(i);
            return i;
        }

        // How many are done.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static unsafe long Map<TLanes, TVector>(float* source, float* destination, long count)
            where TLanes : struct, IHostLanes<TVector>
            where TVector : struct
        {
            long i = 0;
            for (; i + TLanes.Count <= count; i += TLanes.Count)
                TLanes.Store(destination + i, TOperation.Map<TLanes, TVector>(TLanes.Load(source + i)));
            return i;
        }

        // Without a loop, which would keep the compiler from sharing the constants of a function among the registers of a group.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static unsafe void AskAhead(float* ahead, int count)
        {
            if (!Sse.IsSupported)
                return;
            Sse.Prefetch0(ahead);
            if (count > 16)
                Sse.Prefetch0(ahead + 16);
            if (count > 32)
                Sse.Prefetch0(ahead + 32);
            if (count > 48)
                Sse.Prefetch0(ahead + 48);
        }

        // Map past the caches; the destination begins at a whole register.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static unsafe long Stream<TLanes, TVector>(float* source, float* destination, long count)
            where TLanes : struct, IHostLanes<TVector>
            where TVector : struct
        {
            long i = 0;
            for (; i + TLanes.Count <= count; i += TLanes.Count)
            {
                AskAhead(source + i + AskedAhead, TLanes.Count);
                TLanes.StoreStreaming(destination + i, TOperation.Map<TLanes, TVector>(TLanes.Load(source + i)));
            }
            HostSimd.FinishStreaming();
            return i;
        }
    }
}
