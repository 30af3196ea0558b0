using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>One chunk of unknowns of a triangular system: its own equations, then its terms in the others'.</summary>
internal unsafe struct TriangularChunkJob<TTile, TLanes, TVector, TElement> : IParallelJob
    where TTile : struct, IPanelTile<TElement>
    where TLanes : struct, IVectorLanes<TVector, TElement>
    where TVector : struct
    where TElement : unmanaged, INumberBase<TElement>
{
    public TElement* Factor;
    public TElement* Right;
    public TriangularStep Step;
    public bool IsBackward;
    public bool IsOthers;
    public int Panels;

    /// <summary>The chunk's unknowns, panel after panel of right-hand sides, filled up with zeros.</summary>
    public TElement* Packed;

    private static int Width => 2 * TLanes.Count;

    private readonly int Rows => Step.End - Step.Start;

    public readonly void Invoke(int part, int parts)
    {
        if (IsOthers)
        {
            SubtractFromOthers(part, parts);
            return;
        }
        TElement* factors = stackalloc TElement[DotProduct.ChunkLength];
        for (int panel = part; panel < Panels; panel += parts)
        {
            TElement* packed = Packed + ((long)panel * Rows * Width);
            int first = panel * Width;
            int columns = Math.Min(Width, Step.Targets - first);
            for (int n = 0; n < Rows; n++)
            {
                int i = IsBackward ? Rows - 1 - n : n;
                TElement* row = Right + ((long)(Step.Start + i) * Step.Targets) + first;
                TElement* unknowns = packed + (i * Width);
                new Span<TElement>(unknowns, Width).Clear();
                new Span<TElement>(row, columns).CopyTo(new Span<TElement>(unknowns, Width));
                for (int k = 0; k < n; k++)
                    factors[k] = Element(i, IsBackward ? Rows - 1 - k : k);
                SolveRow(factors, n, Element(i, i), IsBackward ? packed + ((Rows - 1L) * Width) : packed, IsBackward ? -Width : Width, unknowns);
                new Span<TElement>(unknowns, columns).CopyTo(new Span<TElement>(row, columns));
            }
        }
    }

    // The coefficient of unknown k in equation i.
    private readonly TElement Element(int i, int k)
    {
        long row = Step.Start + (IsBackward ? i : k);
        return Factor[(row * Step.Size) + Step.Start + (IsBackward ? k : i)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SolveRow(TElement* factors, int terms, TElement diagonal, TElement* solved, int stride, TElement* unknowns)
    {
        if (TElement.IsZero(diagonal))
        {
            new Span<TElement>(unknowns, Width).Clear();
            return;
        }
        TVector left = TLanes.Constant(default), right = left;
        for (int k = 0; k < terms; k++)
        {
            TVector factor = TLanes.Constant(factors[k]);
            left = TLanes.Fma(factor, TLanes.Load(solved), left);
            right = TLanes.Fma(factor, TLanes.Load(solved + TLanes.Count), right);
            solved += stride;
        }
        TVector divisor = TLanes.Constant(diagonal);
        TLanes.Store(unknowns, TLanes.Divide(TLanes.Subtract(TLanes.Load(unknowns), left), divisor));
        TLanes.Store(unknowns + TLanes.Count, TLanes.Divide(TLanes.Subtract(TLanes.Load(unknowns + TLanes.Count), right), divisor));
    }

    private readonly void SubtractFromOthers(int part, int parts)
    {
        TElement* turned = stackalloc TElement[DotProduct.ChunkLength * TTile.Rows];
        TElement* tile = stackalloc TElement[TTile.Rows * Width];
        int begin = IsBackward ? 0 : Step.End;
        int end = IsBackward ? Step.Start : Step.Size;
        int tiles = (end - begin + TTile.Rows - 1) / TTile.Rows;
        for (int index = (int)((long)tiles * part / parts); index < (int)((long)tiles * (part + 1) / parts); index++)
        {
            int first = begin + (index * TTile.Rows);
            int rows = Math.Min(TTile.Rows, end - first);
            TElement* left;
            long leftStride;
            if (IsBackward)
            {
                // Descending, so from the last.
                RowTurning.Turn(Factor + ((long)first * Step.Size) + Step.Start, Step.Size, rows, Rows, TTile.Rows, turned);
                left = turned + ((Rows - 1) * TTile.Rows);
                leftStride = -TTile.Rows;
            }
            else
            {
                // A tile beyond the last column reads into the next row, which is there: the chunk is not the last.
                left = Factor + ((long)Step.Start * Step.Size) + first;
                leftStride = Step.Size;
            }
            for (int panel = 0; panel < Panels; panel++)
                SubtractTile(first, rows, panel, left, leftStride, tile);
        }
    }

    private readonly void SubtractTile(int first, int rows, int panel, TElement* left, long leftStride, TElement* tile)
    {
        TElement* packed = Packed + ((long)panel * Rows * Width);
        TElement* right = IsBackward ? packed + ((Rows - 1L) * Width) : packed;
        long rightStride = IsBackward ? -Width : Width;
        int column = panel * Width;
        int columns = Math.Min(Width, Step.Targets - column);
        new Span<TElement>(tile, TTile.Rows * Width).Clear();
        if (columns <= TLanes.Count)
            TTile.ComputeHalf(Rows, left, leftStride, right, rightStride, tile);
        else
            TTile.Compute(Rows, left, leftStride, right, rightStride, tile);
        for (int r = 0; r < rows; r++)
        {
            TElement* row = Right + ((long)(first + r) * Step.Targets) + column;
            TElement* sums = tile + (r * Width);
            for (int j = 0; j < columns; j++)
                row[j] -= sums[j];
        }
    }
}
