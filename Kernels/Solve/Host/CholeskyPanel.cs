using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The rows of a chunk of R from A's. A sub-block's triangle is finished first, then the sub-block's other columns, side by side, then the chains of the rows below are taken further by its rows.</summary>
internal unsafe struct CholeskyPanel<TTile, TLanes, TVector> : IParallelJob
    where TTile : struct, IPanelTile<double>
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    // Rows of a sub-block: a multiple of every tile's rows.
    private const int SubBlock = 32;

    private readonly double* matrix;
    private readonly double* diagonal;
    private readonly CholeskyStep step;
    private readonly long stride;
    private readonly double* chains;
    private readonly double* triangle;
    private int first;
    private int end;
    private Phase phase;

    public CholeskyPanel(double* matrix, double* diagonal, CholeskyStep step, long stride, double* memory)
    {
        this.matrix = matrix;
        this.diagonal = diagonal;
        this.step = step;
        this.stride = stride;
        Rows = memory;
        chains = memory + (Count * stride);
        triangle = chains + (Count * stride);
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

    private readonly int Count => step.End - step.Start;

    private readonly int Width => step.Size - step.Start;

    public static long MemoryLength(int rows, long stride) => (2 * rows * stride) + (SubBlock * SubBlock);

    public void Factor(Workers workers)
    {
        int parts = (int)Math.Clamp((long)Width * Count / 4096, 1, workers.Count);
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
            case Phase.Read: Read(part, parts); break;
            case Phase.Eliminate: Eliminate(part, parts); break;
            case Phase.Continue: Continue(part, parts); break;
            default: Write(part, parts); break;
        }
    }

    private void Run(Phase next, Workers workers, int parts)
    {
        phase = next;
        workers.Run(ref this, parts);
    }

    private readonly void Read(int part, int parts)
    {
        for (int j = part; j < Count; j += parts)
        {
            double* row = Rows + (j * stride);
            new Span<double>(row, (int)stride).Clear();
            new Span<double>(chains + (j * stride), (int)stride).Clear();
            new Span<double>(matrix + ((long)(step.Start + j) * step.Size) + step.Start + j, Width - j).CopyTo(new Span<double>(row + j, Width - j));
        }
    }

    private readonly void Write(int part, int parts)
    {
        for (int j = part; j < Count; j += parts)
            new Span<double>(Rows + (j * stride) + j, Width - j).CopyTo(new Span<double>(matrix + ((long)(step.Start + j) * step.Size) + step.Start + j, Width - j));
    }

    // The sub-block's own columns; triangle[j][i] = r(i, j), so that a row's factors lie side by side.
    private readonly void FactorTriangle()
    {
        for (int j = first; j < end; j++)
        {
            double* row = Rows + (j * stride);
            double* factors = triangle + ((j - first) * SubBlock);
            for (int k = j; k < end; k++)
            {
                double chain = chains[(j * stride) + k];
                for (int i = first; i < j; i++)
                    chain = IeeeDouble.Fma(factors[i - first], Rows[(i * stride) + k], chain);
                row[k] -= chain;
            }
            int column = step.Start + j;
            double pivot = row[j];
            double root = pivot > step.Tolerance * diagonal[step.Size + column] && pivot > step.SmallestPivot ? Math.Sqrt(pivot) : 0;
            diagonal[column] = root;
            row[j] = root;
            for (int k = j + 1; k < end; k++)
            {
                row[k] = root > 0 ? row[k] / root : 0;
                triangle[((k - first) * SubBlock) + j - first] = row[k];
            }
        }
    }

    // The sub-block's rows in all columns after it, four registers of columns at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Eliminate(int part, int parts)
    {
        int count = TLanes.Count;
        int strips = (Width - end + (4 * count) - 1) / (4 * count);
        for (int strip = (int)((long)strips * part / parts); strip < (int)((long)strips * (part + 1) / parts); strip++)
        {
            long column = end + ((long)strip * 4 * count);
            for (int j = first; j < end; j++)
            {
                double* chain = chains + (j * stride) + column;
                double* factors = triangle + ((j - first) * SubBlock);
                double* above = Rows + (first * stride) + column;
                TVector c0 = TLanes.Load(chain), c1 = TLanes.Load(chain + count), c2 = TLanes.Load(chain + (2 * count)), c3 = TLanes.Load(chain + (3 * count));
                for (int i = first; i < j; i++)
                {
                    TVector factor = TLanes.Constant(*factors++);
                    c0 = TLanes.Fma(factor, TLanes.Load(above), c0);
                    c1 = TLanes.Fma(factor, TLanes.Load(above + count), c1);
                    c2 = TLanes.Fma(factor, TLanes.Load(above + (2 * count)), c2);
                    c3 = TLanes.Fma(factor, TLanes.Load(above + (3 * count)), c3);
                    above += stride;
                }
                double* row = Rows + (j * stride) + column;
                double root = diagonal[step.Start + j];
                if (root > 0)
                {
                    TVector divisor = TLanes.Constant(root);
                    TLanes.Store(row, TLanes.Divide(TLanes.Subtract(TLanes.Load(row), c0), divisor));
                    TLanes.Store(row + count, TLanes.Divide(TLanes.Subtract(TLanes.Load(row + count), c1), divisor));
                    TLanes.Store(row + (2 * count), TLanes.Divide(TLanes.Subtract(TLanes.Load(row + (2 * count)), c2), divisor));
                    TLanes.Store(row + (3 * count), TLanes.Divide(TLanes.Subtract(TLanes.Load(row + (3 * count)), c3), divisor));
                }
                else
                {
                    new Span<double>(row, 4 * count).Clear();
                }
            }
        }
    }

    // The chains of the chunk's rows after the sub-block.
    private readonly void Continue(int part, int parts)
    {
        int width = 2 * TLanes.Count;
        double* tile = stackalloc double[TTile.Rows * width];
        int strips = (Width - end + width - 1) / width;
        double* above = Rows + (first * stride);
        for (int strip = part; strip < strips; strip += parts)
        {
            int column = end + (strip * width);
            for (int j = end; j < Math.Min(Count, column + width); j += TTile.Rows)
            {
                int rows = Math.Min(TTile.Rows, Count - j);
                for (int r = 0; r < rows; r++)
                    new Span<double>(chains + ((j + r) * stride) + column, width).CopyTo(new Span<double>(tile + (r * width), width));
                TTile.Compute(end - first, above + j, stride, above + column, stride, tile);
                for (int r = 0; r < rows; r++)
                    new Span<double>(tile + (r * width), width).CopyTo(new Span<double>(chains + ((j + r) * stride) + column, width));
            }
        }
    }
}
