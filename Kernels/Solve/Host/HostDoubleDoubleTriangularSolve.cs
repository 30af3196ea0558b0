using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="DoubleDoubleTriangularSolve"/>: right-hand sides side by side in a register, the threads sharing the registers.</summary>
internal static unsafe class HostDoubleDoubleTriangularSolve
{
    public static void Run(in PairOperands operands, TriangularStep step, bool isBackward, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: Run<DoubleLanes512, Vector512<double>>(operands, step, isBackward, workers); break;
            case 256: Run<DoubleLanes256, Vector256<double>>(operands, step, isBackward, workers); break;
            default: Run<DoubleLanes128, Vector128<double>>(operands, step, isBackward, workers); break;
        }
    }

    private static void Run<TLanes, TVector>(in PairOperands operands, TriangularStep step, bool isBackward, Workers workers)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        int panels = (step.Targets + TLanes.Count - 1) / TLanes.Count;
        var job = new Job<TLanes, TVector>
        {
            Workers = workers,
            FactorHigh = (double*)operands.MatrixHigh.Address,
            FactorLow = (double*)operands.MatrixLow.Address,
            High = (double*)operands.High.Address,
            Low = (double*)operands.Low.Address,
            Step = step,
            IsBackward = isBackward,
        };
        workers.Run(ref job, Math.Min(panels, workers.Count));
    }

    private struct Job<TLanes, TVector> : IParallelJob
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        public Workers Workers;
        public double* FactorHigh;
        public double* FactorLow;
        public double* High;
        public double* Low;
        public TriangularStep Step;
        public bool IsBackward;

        public readonly void Invoke(int part, int parts)
        {
            int count = TLanes.Count;
            // Unknown after unknown: high parts, then low parts, filled up with zeros.
            var solved = (double*)Workers.Scratch(part).Floats(4L * Step.Size * count);
            for (int first = part * count; first < Step.Targets; first += parts * count)
            {
                int columns = Math.Min(count, Step.Targets - first);
                new Span<double>(solved, checked(2 * Step.Size * count)).Clear();
                for (int n = 0; n < Step.Size; n++)
                {
                    int i = IsBackward ? Step.Size - 1 - n : n;
                    double* unknown = solved + (2L * i * count);
                    long at = ((long)i * Step.Targets) + first;
                    new Span<double>(High + at, columns).CopyTo(new Span<double>(unknown, count));
                    new Span<double>(Low + at, columns).CopyTo(new Span<double>(unknown + count, count));
                    SolveRow(i, n, solved);
                    new Span<double>(unknown, columns).CopyTo(new Span<double>(High + at, columns));
                    new Span<double>(unknown + count, columns).CopyTo(new Span<double>(Low + at, columns));
                }
            }
        }

        // The unknowns before i in the order of the solution; a chunk ends where the next one's number begins.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly void SolveRow(int i, int terms, double* solved)
        {
            int count = TLanes.Count;
            double* unknown = solved + (2L * i * count);
            long diagonalAt = ((long)i * Step.Size) + i;
            var diagonal = new DoubleDouble(FactorHigh[diagonalAt], FactorLow[diagonalAt]);
            if (diagonal.High == 0)
            {
                new Span<double>(unknown, 2 * count).Clear();
                return;
            }
            var rest = DoubleDoubleVector<TLanes, TVector>.Load(unknown, unknown + count);
            DoubleDoubleVector<TLanes, TVector> zero = DoubleDoubleVector<TLanes, TVector>.Constant(default);
            DoubleDoubleVector<TLanes, TVector> chain = zero;
            int k = IsBackward ? Step.Size - 1 : 0;
            int direction = IsBackward ? -1 : 1;
            for (int n = 0; n < terms; n++)
            {
                long at = IsBackward ? ((long)i * Step.Size) + k : ((long)k * Step.Size) + i;
                var factor = DoubleDoubleVector<TLanes, TVector>.Constant(new DoubleDouble(FactorHigh[at], FactorLow[at]));
                double* value = solved + (2L * k * count);
                chain = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(factor, DoubleDoubleVector<TLanes, TVector>.Load(value, value + count), chain);
                int chunk = k / DotProduct.ChunkLength;
                k += direction;
                if (n + 1 == terms || k / DotProduct.ChunkLength != chunk)
                {
                    rest = DoubleDoubleVector<TLanes, TVector>.Subtract(rest, chain);
                    chain = zero;
                }
            }
            DoubleDoubleVector<TLanes, TVector>.Divide(rest, DoubleDoubleVector<TLanes, TVector>.Constant(diagonal)).Store(unknown, unknown + count);
        }
    }
}
