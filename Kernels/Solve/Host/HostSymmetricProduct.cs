using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="SymmetricProduct"/> and <see cref="FloatSymmetricProduct"/>: the threads share the rows of the product.</summary>
internal static unsafe class HostSymmetricProduct
{
    private const long WorkPerPart = 1 << 16;

    // Up to here reading the triangle once is worth more than a register full of columns.
    private const int FewColumns = 4;

    public static void Run(double* matrix, double* right, double* product, int size, int columns, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: Run<PanelTile8<DoubleLanes512, Vector512<double>, double>, DoubleLanes512, Vector512<double>, double>(matrix, right, product, size, columns, workers); break;
            case 256: Run<PanelTile4<DoubleLanes256, Vector256<double>, double>, DoubleLanes256, Vector256<double>, double>(matrix, right, product, size, columns, workers); break;
            default: Run<PanelTile4<DoubleLanes128, Vector128<double>, double>, DoubleLanes128, Vector128<double>, double>(matrix, right, product, size, columns, workers); break;
        }
    }

    public static void Run(float* matrix, float* right, float* product, int size, int columns, Workers workers)
    {
        switch (HostSimd.Bits)
        {
            case 512: Run<PanelTile8<Lanes512, Vector512<float>, float>, Lanes512, Vector512<float>, float>(matrix, right, product, size, columns, workers); break;
            case 256: Run<PanelTile4<Lanes256, Vector256<float>, float>, Lanes256, Vector256<float>, float>(matrix, right, product, size, columns, workers); break;
            default: Run<PanelTile4<Lanes128, Vector128<float>, float>, Lanes128, Vector128<float>, float>(matrix, right, product, size, columns, workers); break;
        }
    }

    private static void Run<TTile, TLanes, TVector, TElement>(TElement* matrix, TElement* right, TElement* product, int size, int columns, Workers workers)
        where TTile : struct, IPanelTile<TElement>
        where TLanes : struct, IVectorLanes<TVector, TElement>
        where TVector : struct
        where TElement : unmanaged, INumberBase<TElement>
    {
        if (columns <= FewColumns)
        {
            HostSymmetricVectorProduct<TLanes, TVector, TElement>.Run(matrix, right, product, size, columns, workers);
            return;
        }
        int width = 2 * TLanes.Count;
        int panels = (columns + width - 1) / width;
        var packed = (TElement*)workers.Scratch(0).Floats((long)size * panels * width * sizeof(TElement) / sizeof(float));
        for (int panel = 0; panel < panels; panel++)
        {
            int first = panel * width;
            int count = Math.Min(width, columns - first);
            for (int k = 0; k < size; k++)
            {
                var to = new Span<TElement>(packed + ((((long)panel * size) + k) * width), width);
                to.Clear();
                new Span<TElement>(right + ((long)k * columns) + first, count).CopyTo(to);
            }
        }
        var job = new Job<TTile, TLanes, TVector, TElement>
        {
            Matrix = matrix,
            Packed = packed,
            Product = product,
            Size = size,
            Columns = columns,
            Panels = panels,
        };
        long work = (long)size * size * panels * width;
        workers.Run(ref job, (int)Math.Clamp(work / WorkPerPart, 1, workers.Count));
    }

    private struct Job<TTile, TLanes, TVector, TElement> : IParallelJob
        where TTile : struct, IPanelTile<TElement>
        where TLanes : struct, IVectorLanes<TVector, TElement>
        where TVector : struct
        where TElement : unmanaged, INumberBase<TElement>
    {
        public TElement* Matrix;
        public TElement* Packed;
        public TElement* Product;
        public int Size;
        public int Columns;
        public int Panels;

        private static int Width => 2 * TLanes.Count;

        public readonly void Invoke(int part, int parts)
        {
            int rows = TTile.Rows;
            TElement* left = stackalloc TElement[DotProduct.ChunkLength * rows];
            TElement* tile = stackalloc TElement[rows * Width];
            int tiles = (Size + rows - 1) / rows;
            for (int index = (int)((long)tiles * part / parts); index < (int)((long)tiles * (part + 1) / parts); index++)
            {
                int first = index * rows;
                int count = Math.Min(rows, Size - first);
                for (int start = 0; start < Size; start += DotProduct.ChunkLength)
                {
                    int terms = Math.Min(DotProduct.ChunkLength, Size - start);
                    Pack(first, count, start, terms, left);
                    for (int panel = 0; panel < Panels; panel++)
                        Multiply(first, count, start, terms, panel, left, tile);
                }
            }
        }

        // left[k][r] = A(first + r, start + k) from the tile's first row on; what lies below the diagonal is read above it.
        private readonly void Pack(int first, int count, int start, int terms, TElement* left)
        {
            int rows = TTile.Rows;
            int below = Math.Clamp(first + count - start, 0, terms);
            for (int k = Math.Clamp(first - start, 0, terms); k < below; k++)
            {
                for (int r = 0; r < rows; r++)
                {
                    bool isUpper = first + r <= start + k;
                    long row = isUpper ? first + r : start + k;
                    long column = isUpper ? start + k : first + r;
                    left[(k * rows) + r] = r < count ? Matrix[(row * Size) + column] : default;
                }
            }
            if (below < terms)
                RowTurning.Turn(Matrix + ((long)first * Size) + start + below, Size, count, terms - below, rows, left + (below * rows));
        }

        private readonly void Multiply(int first, int count, int start, int terms, int panel, TElement* left, TElement* tile)
        {
            TElement* right = Packed + ((((long)panel * Size) + start) * Width);
            int column = panel * Width;
            int columns = Math.Min(Width, Columns - column);
            new Span<TElement>(tile, TTile.Rows * Width).Clear();
            // Above the tile A's rows themselves are what is wanted. They may be read beyond their last element, since the last row is not among them.
            int above = Math.Clamp(first - start, 0, terms);
            Continue(above, Matrix + ((long)start * Size) + first, Size, right, columns, tile);
            Continue(terms - above, left + (above * TTile.Rows), TTile.Rows, right + ((long)above * Width), columns, tile);
            for (int r = 0; r < count; r++)
            {
                TElement* row = Product + ((long)(first + r) * Columns) + column;
                TElement* sums = tile + (r * Width);
                for (int j = 0; j < columns; j++)
                    row[j] = start == 0 ? sums[j] : row[j] + sums[j];
            }
        }

        private static void Continue(int terms, TElement* left, long leftStride, TElement* right, int columns, TElement* tile)
        {
            if (columns <= TLanes.Count)
                TTile.ComputeHalf(terms, left, leftStride, right, Width, tile);
            else
                TTile.Compute(terms, left, leftStride, right, Width, tile);
        }
    }
}
