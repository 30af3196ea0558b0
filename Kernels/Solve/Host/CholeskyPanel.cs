using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>The rows of a chunk of R from A's. A sub-block's triangle is finished first, then the sub-block's other columns, side by side, then the chains of the rows below are taken further by its rows.</summary>
internal unsafe struct CholeskyPanel<TTile, TLanes, TVector, TArithmetic, TElement> : IParallelJob
    where TTile : struct, IPanelTile<TElement>
    where TLanes : struct, IVectorLanes<TVector, TElement>
    where TVector : struct
    where TArithmetic : struct, IFactorArithmetic<TElement>
    where TElement : unmanaged
{
    // Rows of a sub-block: a multiple of every tile's rows.
    private const int SubBlock = 32;

    private readonly TElement* matrix;
    private readonly TElement* diagonal;
    private readonly CholeskyStep<TElement> step;
    private readonly long stride;
    private readonly TElement* chains;
    private readonly TElement* triangle;
    private int first;
    private int end;
    private Phase phase;

    public CholeskyPanel(TElement* matrix, TElement* diagonal, CholeskyStep<TElement> step, long stride, TElement* memory)
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
    public TElement* Rows { get; }

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
            TElement* row = Rows + (j * stride);
            new Span<TElement>(row, (int)stride).Clear();
            new Span<TElement>(chains + (j * stride), (int)stride).Clear();
            new Span<TElement>(matrix + ((long)(step.Start + j) * step.Size) + step.Start + j, Width - j).CopyTo(new Span<TElement>(row + j, Width - j));
        }
    }

    private readonly void Write(int part, int parts)
    {
        for (int j = part; j < Count; j += parts)
            new Span<TElement>(Rows + (j * stride) + j, Width - j).CopyTo(new Span<TElement>(matrix + ((long)(step.Start + j) * step.Size) + step.Start + j, Width - j));
    }

    // The sub-block's own columns; triangle[j][i] = r(i, j), so that a row's factors lie side by side.
    private readonly void FactorTriangle()
    {
        for (int j = first; j < end; j++)
        {
            TElement* row = Rows + (j * stride);
            TElement* factors = triangle + ((j - first) * SubBlock);
            for (int k = j; k < end; k++)
            {
                TElement chain = chains[(j * stride) + k];
                for (int i = first; i < j; i++)
                    chain = TArithmetic.MultiplyAdd(factors[i - first], Rows[(i * stride) + k], chain);
                row[k] = TArithmetic.Subtract(row[k], chain);
            }
            int column = step.Start + j;
            TElement pivot = row[j];
            TElement bound = TArithmetic.Bound(step.Tolerance, diagonal[step.Size + column]);
            bool isIndependent = TArithmetic.IsLess(bound, pivot) && TArithmetic.IsLess(step.SmallestPivot, pivot);
            TElement root = isIndependent ? TArithmetic.Sqrt(pivot) : default;
            diagonal[column] = root;
            row[j] = root;
            for (int k = j + 1; k < end; k++)
            {
                row[k] = isIndependent ? TArithmetic.Divide(row[k], root) : default;
                triangle[((k - first) * SubBlock) + j - first] = row[k];
            }
        }
    }

    // The sub-block's rows in all columns after it, four registers of columns at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void Eliminate(int part, int parts)
    {
        int count = TLanes.Count;
        int strips = (Width - end + (4 * count) - 1) / (4 * count);
        for (int strip = (int)((long)strips * part / parts); strip < (int)((long)strips * (part + 1) / parts); strip++)
        {
            long column = end + ((long)strip * 4 * count);
            for (int j = first; j < end; j++)
            {
                TElement* chain = chains + (j * stride) + column;
                TElement* factors = triangle + ((j - first) * SubBlock);
                TElement* above = Rows + (first * stride) + column;
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
                TElement* row = Rows + (j * stride) + column;
                TElement root = diagonal[step.Start + j];
                if (!TArithmetic.IsZero(root))
                {
                    TVector divisor = TLanes.Constant(root);
                    TLanes.Store(row, TLanes.Divide(TLanes.Subtract(TLanes.Load(row), c0), divisor));
                    TLanes.Store(row + count, TLanes.Divide(TLanes.Subtract(TLanes.Load(row + count), c1), divisor));
                    TLanes.Store(row + (2 * count), TLanes.Divide(TLanes.Subtract(TLanes.Load(row + (2 * count)), c2), divisor));
                    TLanes.Store(row + (3 * count), TLanes.Divide(TLanes.Subtract(TLanes.Load(row + (3 * count)), c3), divisor));
                }
                else
                {
                    new Span<TElement>(row, 4 * count).Clear();
                }
            }
        }
    }

    // The chains of the chunk's rows after the sub-block.
    private readonly void Continue(int part, int parts)
    {
        int width = 2 * TLanes.Count;
        TElement* tile = stackalloc TElement[TTile.Rows * width];
        int strips = (Width - end + width - 1) / width;
        TElement* above = Rows + (first * stride);
        for (int strip = part; strip < strips; strip += parts)
        {
            int column = end + (strip * width);
            for (int j = end; j < Math.Min(Count, column + width); j += TTile.Rows)
            {
                int rows = Math.Min(TTile.Rows, Count - j);
                for (int r = 0; r < rows; r++)
                    new Span<TElement>(chains + ((j + r) * stride) + column, width).CopyTo(new Span<TElement>(tile + (r * width), width));
                TTile.Compute(end - first, above + j, stride, above + column, stride, tile);
                for (int r = 0; r < rows; r++)
                    new Span<TElement>(tile + (r * width), width).CopyTo(new Span<TElement>(chains + ((j + r) * stride) + column, width));
            }
        }
    }
}
