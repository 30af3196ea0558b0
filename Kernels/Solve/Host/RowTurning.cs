using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralGpu.Kernels;

/// <summary>Copies some rows of a matrix column by column, so that a column's elements lie side by side.</summary>
internal static unsafe class RowTurning
{
    /// <summary>Element (i, j) goes to destination[j · width + i]; rows beyond the last are zeros.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="columns">How many there are.</param>
    /// <param name="width">Rows of the copy, at least as many; a multiple of 2.</param>
    /// <param name="destination">[columns × width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(double* source, long stride, int rows, int columns, int width, double* destination)
    {
        if (rows < width)
            new Span<double>(destination, columns * width).Clear();
        int row = 0;
        if (Avx.IsSupported)
        {
            for (; row + 4 <= rows; row += 4)
                FourRows(source + (row * stride), stride, columns, width, destination + row);
        }
        for (; row < rows; row++)
        {
            double* from = source + (row * stride);
            for (int j = 0; j < columns; j++)
                destination[((long)j * width) + row] = from[j];
        }
    }

    private static void FourRows(double* source, long stride, int columns, int width, double* destination)
    {
        int j = 0;
        for (; j + 4 <= columns; j += 4)
        {
            double* from = source + j;
            Vector256<double> a = Vector256.Load(from), b = Vector256.Load(from + stride), c = Vector256.Load(from + (2 * stride)), d = Vector256.Load(from + (3 * stride));
            Vector256<double> ab0 = Avx.UnpackLow(a, b), ab1 = Avx.UnpackHigh(a, b), cd0 = Avx.UnpackLow(c, d), cd1 = Avx.UnpackHigh(c, d);
            double* to = destination + ((long)j * width);
            Avx.Permute2x128(ab0, cd0, 0x20).Store(to);
            Avx.Permute2x128(ab1, cd1, 0x20).Store(to + width);
            Avx.Permute2x128(ab0, cd0, 0x31).Store(to + (2 * width));
            Avx.Permute2x128(ab1, cd1, 0x31).Store(to + (3 * width));
        }
        for (; j < columns; j++)
        {
            double* to = destination + ((long)j * width);
            for (int row = 0; row < 4; row++)
                to[row] = source[(row * stride) + j];
        }
    }
}
