using System.Runtime.CompilerServices;
using ILGPU;

namespace NeuralGpu.Kernels;

/// <summary>8×8 elements, as four blocks half a tile apart, so that the threads of a warp read neighbouring vectors of shared memory.</summary>
internal readonly struct Block8x8(Block4x4 topLeft, Block4x4 topRight, Block4x4 bottomLeft, Block4x4 bottomRight) : IRegisterBlock<Block8x8>
{
    private readonly Block4x4 topLeft = topLeft;
    private readonly Block4x4 topRight = topRight;
    private readonly Block4x4 bottomLeft = bottomLeft;
    private readonly Block4x4 bottomRight = bottomRight;

    public static int Side => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block8x8 Fma(ArrayView<Float4> a, int row, int nextRows, ArrayView<Float4> b, int column, int nextColumns, in Block8x8 chunk)
    {
        Float4 top = a[row], bottom = a[row + nextRows], left = b[column], right = b[column + nextColumns];
        return new(
            Block4x4.Fma(top, left, chunk.topLeft),
            Block4x4.Fma(top, right, chunk.topRight),
            Block4x4.Fma(bottom, left, chunk.bottomLeft),
            Block4x4.Fma(bottom, right, chunk.bottomRight));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block8x8 All(float value) => new(Block4x4.All(value), Block4x4.All(value), Block4x4.All(value), Block4x4.All(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block8x8 Add(in Block8x8 a, in Block8x8 b)
        => new(Block4x4.Add(a.topLeft, b.topLeft), Block4x4.Add(a.topRight, b.topRight), Block4x4.Add(a.bottomLeft, b.bottomLeft), Block4x4.Add(a.bottomRight, b.bottomRight));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<TEpilogue>(in TileResult<TEpilogue> to, int row, int nextRows, int column, int nextColumns)
        where TEpilogue : struct, IEpilogue
    {
        topLeft.Store(to, row, 0, column, 0);
        topRight.Store(to, row, 0, column + nextColumns, 0);
        bottomLeft.Store(to, row + nextRows, 0, column, 0);
        bottomRight.Store(to, row + nextRows, 0, column + nextColumns, 0);
    }
}
