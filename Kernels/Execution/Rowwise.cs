using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Runs an <see cref="IRowwise"/> operation over a range of rows.</summary>
public sealed class Rowwise<TOperation>
    where TOperation : struct, IRowwise
{
    private const long ElementsPerPart = 2048;

    private readonly ExecutionTarget target;
    private readonly Action<AcceleratorStream, KernelConfig, TOperation, int>? kernel;

    /// <summary>Loads the operation for a target.</summary>
    public Rowwise(ExecutionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        if (target.Workers is null)
            kernel = target.Accelerator.LoadKernel<TOperation, int>(Kernel);
    }

    /// <summary>Queues the operation for the rows 0 … rows − 1.</summary>
    /// <param name="operation">The operation and its operands.</param>
    /// <param name="rows">Number of rows; 0 does nothing.</param>
    /// <param name="columns">Length of a row; decides how many threads share the work, never the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is negative.</exception>
    public void Run(in TOperation operation, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (rows == 0)
            return;
        target.CountLaunch(GetType());
        if (kernel is not null)
        {
            kernel(target.Stream, LinearGrid.For(target.Accelerator, rows), operation, rows);
            return;
        }
        var job = new HostJob { Operation = operation, Rows = rows };
        int parts = (int)Math.Clamp((long)rows * columns / ElementsPerPart, 1, Math.Min(rows, target.Workers!.Count));
        target.Workers.Run(ref job, parts);
    }

    internal static void Kernel(TOperation operation, int rows)
    {
        long row = LinearGrid.Index;
        if (row < rows)
            operation.Invoke<KernelLanes, float, KernelLanes>((int)row);
    }

    private struct HostJob : IParallelJob
    {
        public TOperation Operation;
        public int Rows;

        public readonly void Invoke(int part, int parts)
        {
            int start = (int)((long)Rows * part / parts);
            int end = (int)((long)Rows * (part + 1) / parts);
            switch (HostSimd.Bits)
            {
                case 512: Loop<Lanes512, Vector512<float>>(start, end); break;
                case 256: Loop<Lanes256, Vector256<float>>(start, end); break;
                default: Loop<Lanes128, Vector128<float>>(start, end); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly void Loop<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            TOperation operation = Operation;
            for (int row = start; row < end; row++)
                operation.Invoke<TLanes, TVector, ScalarLanes>(row);
        }
    }
}
