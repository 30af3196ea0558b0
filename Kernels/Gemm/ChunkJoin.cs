using ILGPU;

namespace NeuralGpu.Kernels;

/// <summary>Joins the chunks of a <see cref="Gemm{TEpilogue}"/> whose k was shared out among groups: for each element the chunks' sums in ascending order, starting from the first, then α, β and the epilogue.</summary>
internal static class ChunkJoin
{
    /// <summary>One thread an element.</summary>
    /// <param name="sums">The chunks' sums, [chunks × rows × n], column sums below each chunk's m rows.</param>
    /// <param name="c">C.</param>
    /// <param name="epilogue">The epilogue.</param>
    /// <param name="problem">The sizes and factors.</param>
    /// <param name="chunks">Number of chunks.</param>
    public static void Kernel<TEpilogue>(FloatView sums, FloatView c, TEpilogue epilogue, GemmProblem problem, int chunks)
        where TEpilogue : struct, IEpilogue
    {
        long index = LinearGrid.Index;
        long size = (long)problem.Rows * problem.N;
        if (index >= size)
            return;
        float dot = sums.View[index];
        for (int i = 1; i < chunks; i++)
            dot = Ieee.Add(dot, sums.View[(i * size) + index]);
        int row = (int)(index / problem.N);
        int column = (int)(index % problem.N);
        epilogue.Begin<KernelLanes>();
        if (row == problem.M)
        {
            if (TEpilogue.StoresItself)
                epilogue.TakeSums<KernelLanes, float>(dot, column);
            else
                problem.ColumnSums.View[column] = dot;
            return;
        }
        float value = Ieee.Multiply(problem.Alpha, dot);
        if (problem.Beta != 0f)
            value = Ieee.Fma(problem.Beta, c.View[index], value);
        value = epilogue.Apply<KernelLanes, float>(value, row, column);
        if (!TEpilogue.StoresItself)
            c.View[index] = value;
    }
}
