using System.Runtime.CompilerServices;

namespace NeuralGpu.Kernels;

/// <summary>One chunk of unknowns of a triangular system: its own equations, then its terms in the others'.</summary>
internal unsafe struct TriangularChunkJob<TTile, TLanes, TVector> : IParallelJob
    where TTile : struct, IPanelTile<double>
    where TLanes : struct, IDoubleLanes<TVector>
    where TVector : struct
{
    public double* Factor;
    public double* Right;
    public TriangularStep Step;
    public bool IsBackward;
    public bool IsOthers;
    public int Panels;

    /// <summary>The chunk's unknowns, panel after panel of right-hand sides, filled up with zeros.</summary>
    public double* Packed;

    private static int Width => 2 * TLanes.Count;

    private readonly int Rows => Step.End - Step.Start;

    public readonly void Invoke(int part, int parts)
    {
        if (IsOthers)
        {
            SubtractFromOthers(part, parts);
            return;
        }
        double* factors = stackalloc double[DotProduct.ChunkLength];
        for (int panel = part; panel < Panels; panel += parts)
        {
            double* packed = Packed + ((long)panel * Rows * Width);
            int first = panel * Width;
            int columns = Math.Min(Width, Step.Targets - first);
            for (int n = 0; n < Rows; n++)
            {
                int i = IsBackward ? Rows - 1 - n : n;
                double* row = Right + ((long)(Step.Start + i) * Step.Targets) + first;
                double* unknowns = packed + (i * Width);
                new Span<double>(unknowns, Width).Clear();
                new Span<double>(row, columns).CopyTo(new Span<double>(unknowns, Width));
                for (int k = 0; k < n; k++)
                    factors[k] = Element(i, IsBackward ? Rows - 1 - k : k);
                SolveRow(factors, n, Element(i, i), IsBackward ? packed + ((Rows - 1L) * Width) : packed, IsBackward ? -Width : Width, unknowns);
                new Span<double>(unknowns, columns).CopyTo(new Span<double>(row, columns));
            }
        }
    }

    // The coefficient of unknown k in equation i.
    private readonly double Element(int i, int k)
    {
        long row = Step.Start + (IsBackward ? i : k);
        return Factor[(row * Step.Size) + Step.Start + (IsBackward ? k : i)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveRow(double* factors, int terms, double diagonal, double* solved, int stride, double* unknowns)
    {
        if (diagonal == 0)
        {
            new Span<double>(unknowns, Width).Clear();
            return;
        }
        TVector left = TLanes.Constant(0), right = left;
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
        double* turned = stackalloc double[DotProduct.ChunkLength * TTile.Rows];
        double* tile = stackalloc double[TTile.Rows * Width];
        int begin = IsBackward ? 0 : Step.End;
        int end = IsBackward ? Step.Start : Step.Size;
        int tiles = (end - begin + TTile.Rows - 1) / TTile.Rows;
        for (int index = (int)((long)tiles * part / parts); index < (int)((long)tiles * (part + 1) / parts); index++)
        {
            int first = begin + (index * TTile.Rows);
            int rows = Math.Min(TTile.Rows, end - first);
            double* left;
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

    private readonly void SubtractTile(int first, int rows, int panel, double* left, long leftStride, double* tile)
    {
        double* packed = Packed + ((long)panel * Rows * Width);
        double* right = IsBackward ? packed + ((Rows - 1L) * Width) : packed;
        long rightStride = IsBackward ? -Width : Width;
        int column = panel * Width;
        int columns = Math.Min(Width, Step.Targets - column);
        new Span<double>(tile, TTile.Rows * Width).Clear();
        if (columns <= TLanes.Count)
            TTile.ComputeHalf(Rows, left, leftStride, right, rightStride, tile);
        else
            TTile.Compute(Rows, left, leftStride, right, rightStride, tile);
        for (int r = 0; r < rows; r++)
        {
            double* row = Right + ((long)(first + r) * Step.Targets) + column;
            double* sums = tile + (r * Width);
            for (int j = 0; j < columns; j++)
                row[j] -= sums[j];
        }
    }
}
