using System.Runtime.CompilerServices;
using ILGPU;

namespace NeuralGpu.Kernels;

/// <summary>4×4 elements.</summary>
internal readonly struct Block4x4(Float4 row0, Float4 row1, Float4 row2, Float4 row3) : IRegisterBlock<Block4x4>
{
    private readonly Float4 row0 = row0;
    private readonly Float4 row1 = row1;
    private readonly Float4 row2 = row2;
    private readonly Float4 row3 = row3;

    public static int Side => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block4x4 Fma(ArrayView<Float4> a, int row, int nextRows, ArrayView<Float4> b, int column, int nextColumns, in Block4x4 chunk)
    {
        // Copies: by reference each number would be read by itself.
        Float4 rows = a[row], columns = b[column];
        return Fma(rows, columns, chunk);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block4x4 Fma(in Float4 a, in Float4 b, in Block4x4 chunk)
        => new(Float4.Fma(a.X, b, chunk.row0), Float4.Fma(a.Y, b, chunk.row1), Float4.Fma(a.Z, b, chunk.row2), Float4.Fma(a.W, b, chunk.row3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block4x4 All(float value) => new(Float4.All(value), Float4.All(value), Float4.All(value), Float4.All(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block4x4 Add(in Block4x4 a, in Block4x4 b)
        => new(Float4.Add(a.row0, b.row0), Float4.Add(a.row1, b.row1), Float4.Add(a.row2, b.row2), Float4.Add(a.row3, b.row3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<TEpilogue>(in TileResult<TEpilogue> to, int row, int nextRows, int column, int nextColumns)
        where TEpilogue : struct, IEpilogue
    {
        to.Store(row, column, row0);
        to.Store(row + 1, column, row1);
        to.Store(row + 2, column, row2);
        to.Store(row + 3, column, row3);
    }
}
