using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>A group's strip of A or B, which threads carry to shared memory a tile at a time, four consecutive numbers each.</summary>
/// <param name="source">The matrix.</param>
/// <param name="first">The strip's first row of op(A) or column of op(B).</param>
/// <param name="count">Rows of op(A) or columns of op(B).</param>
/// <param name="stride">How far the next row of op(A) or column of op(B) is; 1 when the numbers of a term are consecutive, else those of a row or column are.</param>
/// <param name="termStride">How far the next term is.</param>
/// <param name="isAligned">Whether four consecutive numbers can be read at once: every run of them begins at a multiple of 16 bytes and has a multiple of four.</param>
/// <param name="beyond">What stands for terms beyond the last.</param>
internal readonly struct TileOperand(FloatView source, int first, int count, int stride, int termStride, bool isAligned, float beyond)
{
    private readonly FloatView source = source;
    private readonly int first = first;
    private readonly int count = count;
    private readonly int stride = stride;
    private readonly int termStride = termStride;
    private readonly bool isAligned = isAligned;
    private readonly float beyond = beyond;

    /// <summary>Reads a quadruple.</summary>
    /// <param name="number">Its number in the tile.</param>
    /// <param name="width">Rows or columns of the tile.</param>
    /// <param name="depth">Terms of the tile.</param>
    /// <param name="term">The tile's first term.</param>
    /// <param name="end">The term after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Float4 Load(int number, int width, int depth, int term, int end)
    {
        int outer = first + Outer(number, width, depth);
        int at = term + Term(number, width, depth);
        int valid;
        if (termStride == 1)
            valid = outer < count ? end - at : 0;
        else
            valid = at < end ? count - outer : 0;
        long index = ((long)outer * stride) + ((long)at * termStride);
        if (isAligned && valid > 3)
            return source.View.Cast<Float4>()[index / 4];
        return new Float4(
            valid > 0 ? source.View[index] : beyond,
            valid > 1 ? source.View[index + 1] : beyond,
            valid > 2 ? source.View[index + 2] : beyond,
            valid > 3 ? source.View[index + 3] : beyond);
    }

    /// <summary>Writes a quadruple where its terms are rows of the tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="start">Its first element.</param>
    /// <param name="rowLength">How far its next row is.</param>
    /// <param name="number">The quadruple's number.</param>
    /// <param name="width">Rows or columns of the tile.</param>
    /// <param name="depth">Terms of the tile.</param>
    /// <param name="values">The quadruple.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ArrayView<Float4> tile, int start, int rowLength, int number, int width, int depth, in Float4 values)
    {
        int index = start + (Term(number, width, depth) * rowLength) + Outer(number, width, depth);
        if (termStride != 1)
        {
            tile[index / 4] = values;
            return;
        }
        ArrayView<float> elements = tile.Cast<float>();
        elements[index] = values.X;
        elements[index + rowLength] = values.Y;
        elements[index + (2 * rowLength)] = values.Z;
        elements[index + (3 * rowLength)] = values.W;
    }

    // Consecutive terms: a warp reads 16 rows or columns, 8 terms of each, and with rows of the tile 4 (mod 8) elements apart writes to 32 banks.
    // Else it reads consecutive numbers of a term; where the tile has but 16 of them, of terms half a tile apart, which are in other banks.
    private int Outer(int number, int width, int depth)
    {
        if (termStride == 1)
            return (number / 2 % 16) + (number / (4 * depth) * 16);
        return number % (width / 4) * 4;
    }

    private int Term(int number, int width, int depth)
    {
        if (termStride == 1)
            return ((number % 2) + (number / 32 % (depth / 8) * 2)) * 4;
        int row = number / (width / 4);
        return width == 16 ? (row % 2 * (depth / 2)) + (row / 2) : row;
    }
}
