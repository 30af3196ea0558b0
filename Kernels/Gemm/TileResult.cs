using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>Where a group of <see cref="TiledGemm"/> writes, and what happens to the elements before.</summary>
/// <param name="c">C.</param>
/// <param name="offset">The index of C's first element.</param>
/// <param name="isAligned">Whether every row of C begins at a multiple of 16 bytes.</param>
/// <param name="epilogue">The epilogue.</param>
/// <param name="problem">The sizes and factors.</param>
internal readonly struct TileResult<TEpilogue>(FloatView c, long offset, bool isAligned, TEpilogue epilogue, GemmProblem problem)
    where TEpilogue : struct, IEpilogue
{
    private readonly FloatView c = c;
    private readonly long offset = offset;
    private readonly bool isAligned = isAligned;
    private readonly TEpilogue epilogue = epilogue;
    private readonly GemmProblem problem = problem;

    /// <summary>Finishes and writes four elements of a row, those that are within C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int row, int column, in Float4 dots)
    {
        if (row >= problem.M || column >= problem.N)
            return;
        int last = problem.N - 1 - column;
        if (TEpilogue.StoresItself)
        {
            epilogue.Apply<KernelLanes, float>(dots.X, row, column);
            if (last > 0)
                epilogue.Apply<KernelLanes, float>(dots.Y, row, column + 1);
            if (last > 1)
                epilogue.Apply<KernelLanes, float>(dots.Z, row, column + 2);
            if (last > 2)
                epilogue.Apply<KernelLanes, float>(dots.W, row, column + 3);
            return;
        }
        long index = offset + ((long)row * problem.N) + column;
        // What lies beyond the edge is finished as the last column is, which costs no branch, and not written.
        float x = Finish(dots.X, index, row, column, 0);
        float y = Finish(dots.Y, index, row, column, IntrinsicMath.Min(1, last));
        float z = Finish(dots.Z, index, row, column, IntrinsicMath.Min(2, last));
        float w = Finish(dots.W, index, row, column, IntrinsicMath.Min(3, last));
        if (isAligned)
        {
            c.View.Cast<Float4>()[index / 4] = new Float4(x, y, z, w);
            return;
        }
        c.View[index] = x;
        if (last > 0)
            c.View[index + 1] = y;
        if (last > 1)
            c.View[index + 2] = z;
        if (last > 2)
            c.View[index + 3] = w;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Finish(float dot, long index, int row, int column, int next)
    {
        float value = Ieee.Multiply(problem.Alpha, dot);
        if (problem.Beta != 0f)
            value = Ieee.Fma(problem.Beta, c.View[index + next], value);
        return epilogue.Apply<KernelLanes, float>(value, row, column + next);
    }
}
