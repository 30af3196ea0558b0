using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="DoubleDoubleSymmetricProduct"/>: rows of the product side by side in registers, the threads sharing the rows.</summary>
internal static unsafe class HostDoubleDoubleSymmetricProduct
{
    private const long WorkPerPart = 1 << 12;

    public static void Run(in PairOperands operands, in PairOperands product, int size, int columns, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: Run<DoubleLanes512, Vector512<double>>(operands, product, size, columns, workers); break;
            case 256: Run<DoubleLanes256, Vector256<double>>(operands, product, size, columns, workers); break;
            default: Run<DoubleLanes128, Vector128<double>>(operands, product, size, columns, workers); break;
        }
    }

    private static void Run<TLanes, TVector>(in PairOperands operands, in PairOperands product, int size, int columns, Workers workers)
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        var job = new Job<TLanes, TVector>
        {
            Workers = workers,
            MatrixHigh = (double*)operands.MatrixHigh.Address,
            MatrixLow = (double*)operands.MatrixLow.Address,
            RightHigh = (double*)operands.High.Address,
            RightLow = (double*)operands.Low.Address,
            ProductHigh = (double*)product.High.Address,
            ProductLow = (double*)product.Low.Address,
            Size = size,
            Columns = columns,
        };
        workers.Run(ref job, (int)Math.Clamp((long)size * size * columns / WorkPerPart, 1, workers.Count));
    }

    private struct Job<TLanes, TVector> : IParallelJob
        where TLanes : struct, IDoubleLanes<TVector>
        where TVector : struct
    {
        public Workers Workers;
        public double* MatrixHigh;
        public double* MatrixLow;
        public double* RightHigh;
        public double* RightLow;
        public double* ProductHigh;
        public double* ProductLow;
        public int Size;
        public int Columns;

        // A chain's term takes as long as four registers' arithmetic, about.
        private static int Rows => 4 * TLanes.Count;

        public readonly void Invoke(int part, int parts)
        {
            int rows = Rows;
            int packed = DotProduct.ChunkLength * rows;
            double* high = (double*)Workers.Scratch(part).Floats(2L * 2 * (packed + rows));
            double* low = high + packed;
            double* sums = low + packed;
            int tiles = (Size + rows - 1) / rows;
            for (int index = (int)((long)tiles * part / parts); index < (int)((long)tiles * (part + 1) / parts); index++)
            {
                int first = index * rows;
                int count = Math.Min(rows, Size - first);
                for (int start = 0; start < Size; start += DotProduct.ChunkLength)
                {
                    int terms = Math.Min(DotProduct.ChunkLength, Size - start);
                    Pack(MatrixHigh, first, count, start, terms, high);
                    Pack(MatrixLow, first, count, start, terms, low);
                    for (int column = 0; column < Columns; column++)
                    {
                        Multiply(high, low, terms, ((long)start * Columns) + column, sums);
                        Join(first, count, start == 0, column, sums);
                    }
                }
            }
        }

        // packed[k][r] = A(first + r, start + k); what lies below the diagonal is read above it.
        private readonly void Pack(double* matrix, int first, int count, int start, int terms, double* packed)
        {
            int rows = Rows;
            if (count < rows)
                new Span<double>(packed, terms * rows).Clear();
            int above = Math.Clamp(first - start, 0, terms);
            int below = Math.Clamp(first + count - start, 0, terms);
            for (int k = 0; k < above; k++)
                new Span<double>(matrix + ((long)(start + k) * Size) + first, count).CopyTo(new Span<double>(packed + (k * rows), rows));
            for (int k = above; k < below; k++)
            {
                for (int r = 0; r < count; r++)
                {
                    long row = Math.Min(first + r, start + k);
                    packed[(k * rows) + r] = matrix[(row * Size) + Math.Max(first + r, start + k)];
                }
            }
            if (below < terms)
                RowTurning.Turn(matrix + ((long)first * Size) + start + below, Size, count, terms - below, rows, packed + (below * rows));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private readonly void Multiply(double* high, double* low, int terms, long at, double* sums)
        {
            int count = TLanes.Count;
            DoubleDoubleVector<TLanes, TVector> sum0 = DoubleDoubleVector<TLanes, TVector>.Constant(default), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (; terms > 0; terms--)
            {
                var x = DoubleDoubleVector<TLanes, TVector>.Constant(new DoubleDouble(RightHigh[at], RightLow[at]));
                sum0 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(DoubleDoubleVector<TLanes, TVector>.Load(high, low), x, sum0);
                sum1 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(DoubleDoubleVector<TLanes, TVector>.Load(high + count, low + count), x, sum1);
                sum2 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(DoubleDoubleVector<TLanes, TVector>.Load(high + (2 * count), low + (2 * count)), x, sum2);
                sum3 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(DoubleDoubleVector<TLanes, TVector>.Load(high + (3 * count), low + (3 * count)), x, sum3);
                high += Rows;
                low += Rows;
                at += Columns;
            }
            sum0.Store(sums, sums + Rows);
            sum1.Store(sums + count, sums + Rows + count);
            sum2.Store(sums + (2 * count), sums + Rows + (2 * count));
            sum3.Store(sums + (3 * count), sums + Rows + (3 * count));
        }

        private readonly void Join(int first, int count, bool isFirst, int column, double* sums)
        {
            for (int r = 0; r < count; r++)
            {
                long at = ((long)(first + r) * Columns) + column;
                var sum = new DoubleDouble(sums[r], sums[Rows + r]);
                if (!isFirst)
                    sum = DoubleDouble.Add(new DoubleDouble(ProductHigh[at], ProductLow[at]), sum);
                ProductHigh[at] = sum.High;
                ProductLow[at] = sum.Low;
            }
        }
    }
}
