using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The rows of a chunk of R from A's in double-double, as <see cref="CholeskyPanel{TTile, TLanes, TVector, TArithmetic, TElement}"/> does it in the precisions that registers hold. A row has its high parts, then its low parts.</summary>
internal unsafe struct DoubleDoubleCholeskyPanel<TLanes, TVector> : IParallelJob
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    private const int SubBlock = 32;

    private readonly (nint High, nint Low) matrix;
    private readonly (nint High, nint Low) diagonal;
    private readonly CholeskyStep<DoubleDouble> step;
    private readonly int half;
    private readonly double* chains;
    private int first;
    private int end;
    private Phase phase;

    public DoubleDoubleCholeskyPanel((nint High, nint Low) matrix, (nint High, nint Low) diagonal, CholeskyStep<DoubleDouble> step, int half, double* memory)
    {
        this.matrix = matrix;
        this.diagonal = diagonal;
        this.step = step;
        this.half = half;
        Rows = memory;
        chains = memory + (Count * Stride);
    }

    private enum Phase
    {
        Read,
        Eliminate,
        Continue,
        Write,
    }

    /// <summary>The finished rows, from the chunk's first column on.</summary>
    public double* Rows { get; }

    private readonly long Stride => 2L * half;

    private readonly int Count => step.End - step.Start;

    private readonly int Width => step.Size - step.Start;

    public static long MemoryLength(int rows, int half) => 4L * rows * half;

    public void Factor(Workers workers)
    {
        int parts = (int)Math.Clamp((long)Width * Count / 1024, 1, workers.Count);
        Run(Phase.Read, workers, parts);
        for (first = 0; first < Count; first = end)
        {
            end = Math.Min(Count, first + SubBlock);
            FactorTriangle();
            Run(Phase.Eliminate, workers, parts);
            Run(Phase.Continue, workers, parts);
        }
        Run(Phase.Write, workers, parts);
    }

    public readonly void Invoke(int part, int parts)
    {
        switch (phase)
        {
            case Phase.Read: Copy(part, parts, isRead: true); break;
            case Phase.Write: Copy(part, parts, isRead: false); break;
            default: TakeStrips(part, parts); break;
        }
    }

    private void Run(Phase next, Workers workers, int parts)
    {
        phase = next;
        workers.Run(ref this, parts);
    }

    private readonly void Copy(int part, int parts, bool isRead)
    {
        for (int j = part; j < Count; j += parts)
        {
            double* row = Rows + (j * Stride);
            long at = ((long)(step.Start + j) * step.Size) + step.Start + j;
            var high = new Span<double>((double*)matrix.High + at, Width - j);
            var low = new Span<double>((double*)matrix.Low + at, Width - j);
            var rowHigh = new Span<double>(row + j, Width - j);
            var rowLow = new Span<double>(row + half + j, Width - j);
            if (isRead)
            {
                new Span<double>(row, (int)Stride).Clear();
                new Span<double>(chains + (j * Stride), (int)Stride).Clear();
                high.CopyTo(rowHigh);
                low.CopyTo(rowLow);
            }
            else
            {
                rowHigh.CopyTo(high);
                rowLow.CopyTo(low);
            }
        }
    }

    private readonly DoubleDouble Element(double* rows, int j, int k) => new(rows[(j * Stride) + k], rows[(j * Stride) + half + k]);

    private readonly void Set(int j, int k, DoubleDouble value)
    {
        Rows[(j * Stride) + k] = value.High;
        Rows[(j * Stride) + half + k] = value.Low;
    }

    private readonly void FactorTriangle()
    {
        var diagonalHigh = (double*)diagonal.High;
        var diagonalLow = (double*)diagonal.Low;
        for (int j = first; j < end; j++)
        {
            for (int k = j; k < end; k++)
            {
                DoubleDouble chain = Element(chains, j, k);
                for (int i = first; i < j; i++)
                    chain = DoubleDouble.MultiplyAdd(Element(Rows, i, j), Element(Rows, i, k), chain);
                Set(j, k, DoubleDouble.Add(Element(Rows, j, k), DoubleDouble.Negate(chain)));
            }
            int column = step.Start + j;
            DoubleDouble pivot = Element(Rows, j, j);
            bool isIndependent = pivot.High > step.Tolerance.High * diagonalHigh[step.Size + column] && pivot.High > step.SmallestPivot.High;
            DoubleDouble root = isIndependent ? DoubleDouble.Sqrt(pivot) : default;
            diagonalHigh[column] = root.High;
            diagonalLow[column] = root.Low;
            Set(j, j, root);
            for (int k = j + 1; k < end; k++)
                Set(j, k, isIndependent ? DoubleDouble.Divide(Element(Rows, j, k), root) : default);
        }
    }

    // All columns after the sub-block: its own rows are finished, or the chains of the rows below are taken further.
    private readonly void TakeStrips(int part, int parts)
    {
        int width = 4 * TLanes.Count;
        int strips = (Width - end + width - 1) / width;
        for (int strip = part; strip < strips; strip += parts)
        {
            int column = end + (strip * width);
            if (phase == Phase.Eliminate)
            {
                for (int j = first; j < end; j++)
                    TakeRow(j, j, column);
            }
            else
            {
                for (int j = end; j < Math.Min(Count, column + width); j++)
                    TakeRow(j, end, column);
            }
        }
    }

    // The chain of row j over the rows from the sub-block's first up to a last one; a row of the sub-block is then finished.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void TakeRow(int j, int last, int column)
    {
        int count = TLanes.Count;
        double* chain = chains + (j * Stride) + column;
        var c0 = DoubleDoubleVector<TLanes, TVector>.Load(chain, chain + half);
        var c1 = DoubleDoubleVector<TLanes, TVector>.Load(chain + count, chain + half + count);
        var c2 = DoubleDoubleVector<TLanes, TVector>.Load(chain + (2 * count), chain + half + (2 * count));
        var c3 = DoubleDoubleVector<TLanes, TVector>.Load(chain + (3 * count), chain + half + (3 * count));
        for (int i = first; i < last; i++)
        {
            double* above = Rows + (i * Stride) + column;
            var factor = DoubleDoubleVector<TLanes, TVector>.Constant(Element(Rows, i, j));
            c0 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(factor, DoubleDoubleVector<TLanes, TVector>.Load(above, above + half), c0);
            c1 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(factor, DoubleDoubleVector<TLanes, TVector>.Load(above + count, above + half + count), c1);
            c2 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(factor, DoubleDoubleVector<TLanes, TVector>.Load(above + (2 * count), above + half + (2 * count)), c2);
            c3 = DoubleDoubleVector<TLanes, TVector>.MultiplyAdd(factor, DoubleDoubleVector<TLanes, TVector>.Load(above + (3 * count), above + half + (3 * count)), c3);
        }
        if (phase == Phase.Continue)
        {
            c0.Store(chain, chain + half);
            c1.Store(chain + count, chain + half + count);
            c2.Store(chain + (2 * count), chain + half + (2 * count));
            c3.Store(chain + (3 * count), chain + half + (3 * count));
            return;
        }
        DoubleDouble root = Element(Rows, j, j);
        double* row = Rows + (j * Stride) + column;
        Finish(row, c0, root);
        Finish(row + count, c1, root);
        Finish(row + (2 * count), c2, root);
        Finish(row + (3 * count), c3, root);
    }

    private readonly void Finish(double* row, DoubleDoubleVector<TLanes, TVector> chain, DoubleDouble root)
    {
        DoubleDoubleVector<TLanes, TVector> value = DoubleDoubleVector<TLanes, TVector>.Constant(default);
        if (root.High > 0)
            value = DoubleDoubleVector<TLanes, TVector>.Divide(DoubleDoubleVector<TLanes, TVector>.Subtract(DoubleDoubleVector<TLanes, TVector>.Load(row, row + half), chain), DoubleDoubleVector<TLanes, TVector>.Constant(root));
        value.Store(row, row + half);
    }
}
