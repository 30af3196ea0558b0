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
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Turn<TElement>(TElement* source, long stride, int rows, int columns, int width, TElement* destination)
        where TElement : unmanaged
    {
        if (rows < width)
            new Span<TElement>(destination, columns * width).Clear();
        int row = 0;
        if (typeof(TElement) == typeof(double) && Avx.IsSupported)
        {
            for (; row + 4 <= rows; row += 4)
                FourRows((double*)source + (row * stride), stride, columns, width, (double*)destination + row);
        }
        else if (typeof(TElement) == typeof(float) && Sse.IsSupported)
        {
            for (; row + 4 <= rows; row += 4)
                FourRows((float*)source + (row * stride), stride, columns, width, (float*)destination + row);
        }
        for (; row < rows; row++)
        {
            TElement* from = source + (row * stride);
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
        Rest(source, stride, j, columns, width, destination);
    }

    private static void FourRows(float* source, long stride, int columns, int width, float* destination)
    {
        int j = 0;
        for (; j + 4 <= columns; j += 4)
        {
            float* from = source + j;
            Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + stride), c = Vector128.Load(from + (2 * stride)), d = Vector128.Load(from + (3 * stride));
            Vector128<float> ab01 = Sse.UnpackLow(a, b), ab23 = Sse.UnpackHigh(a, b), cd01 = Sse.UnpackLow(c, d), cd23 = Sse.UnpackHigh(c, d);
            float* to = destination + ((long)j * width);
            Sse.MoveLowToHigh(ab01, cd01).Store(to);
            Sse.MoveHighToLow(cd01, ab01).Store(to + width);
            Sse.MoveLowToHigh(ab23, cd23).Store(to + (2 * width));
            Sse.MoveHighToLow(cd23, ab23).Store(to + (3 * width));
        }
        Rest(source, stride, j, columns, width, destination);
    }

    private static void Rest<TElement>(TElement* source, long stride, int first, int columns, int width, TElement* destination)
        where TElement : unmanaged
    {
        for (int j = first; j < columns; j++)
        {
            TElement* to = destination + ((long)j * width);
            for (int row = 0; row < 4; row++)
                to[row] = source[(row * stride) + j];
        }
    }
}
