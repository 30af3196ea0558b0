using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The body of <see cref="Gemm{TEpilogue}"/> for OpenCL devices that are processors: a work-item by itself makes a panel of 16 columns and up to 192 rows of C, a chunk of k at a time.</summary>
/// <remarks>
/// There a work-group is a loop on one core, shared memory is memory like any other, and barriers cost. So a group is one work-item; it copies a chunk of its panel of B to consecutive memory, which stays in the first cache,
/// and goes over its rows a strip at a time with the strip's sums in registers. Rows beyond the edge are those of the last row again and are not written, so that nothing branches inside.
/// </remarks>
internal static class PackedGemm
{
    public const int PanelColumns = Row16.Count;

    // A multiple of every strip's rows; 12 KB of sums beside the panel's 16.
    private const int MostRows = 192;

    public static KernelConfig Configuration(int m, int n, int rowsAGroup)
        // A result without rows still has column sums.
        => new(new Index3D(checked(Divide(n, PanelColumns) * Math.Max(1, Divide(m, rowsAGroup))), 1, 1), new Index3D(1, 1, 1));

    /// <summary>As many rows as the first cache holds beside the panel, but so that every core gets a few groups.</summary>
    public static int RowsAGroup(int m, int n, int cores)
    {
        const int Step = 12;
        int parts = Divide(4 * cores, Divide(n, PanelColumns));
        return Math.Clamp(Divide(Divide(m, parts), Step) * Step, Step, MostRows);
    }

    public static void Kernel<TStrip, TEpilogue>(FloatView a, FloatView b, FloatView c, TEpilogue epilogue, GemmProblem problem, int rowsAGroup)
        where TStrip : struct, IStrip
        where TEpilogue : struct, IEpilogue
    {
        ArrayView<float> panel = LocalMemory.Allocate<float>(DotProduct.ChunkLength * PanelColumns);
        ArrayView<float> sums = LocalMemory.Allocate<float>(MostRows * PanelColumns);
        ArrayView<float> columnChunk = LocalMemory.Allocate<float>(16), columnSums = LocalMemory.Allocate<float>(16);
        ArrayView<float> s0 = LocalMemory.Allocate<float>(16), s1 = LocalMemory.Allocate<float>(16), s2 = LocalMemory.Allocate<float>(16), s3 = LocalMemory.Allocate<float>(16);
        ArrayView<float> s4 = LocalMemory.Allocate<float>(16), s5 = LocalMemory.Allocate<float>(16), s6 = LocalMemory.Allocate<float>(16), s7 = LocalMemory.Allocate<float>(16);
        ArrayView<float> s8 = LocalMemory.Allocate<float>(16), s9 = LocalMemory.Allocate<float>(16), s10 = LocalMemory.Allocate<float>(16), s11 = LocalMemory.Allocate<float>(16);
        int panels = (problem.N + PanelColumns - 1) / PanelColumns;
        int firstColumn = Grid.IdxX % panels * PanelColumns;
        int firstRow = Grid.IdxX / panels * rowsAGroup;
        int rows = IntrinsicMath.Min(rowsAGroup, problem.M - firstRow);
        int columns = IntrinsicMath.Min(PanelColumns, problem.N - firstColumn);

        // The first group of a panel sums its columns.
        bool sumsColumns = problem.Rows > problem.M && firstRow == 0;

        for (int depth = 0; depth == 0 || depth < problem.K; depth += DotProduct.ChunkLength)
        {
            int terms = IntrinsicMath.Min(DotProduct.ChunkLength, problem.K - depth);
            Pack(panel, b, problem, firstColumn, columns, depth, terms);
            if (sumsColumns)
            {
                Row16.Clear(ref columnChunk[0]);
                for (int p = 0; p < terms; p++)
                    Row16.Add(ref panel[p * PanelColumns], ref columnChunk[0]);
                Join(columnChunk, columnSums, 0, depth == 0);
            }
            for (int strip = 0; strip < rows; strip += TStrip.Rows)
            {
                Row16.Clear(ref s0[0]);
                Row16.Clear(ref s1[0]);
                Row16.Clear(ref s2[0]);
                Row16.Clear(ref s3[0]);
                Row16.Clear(ref s4[0]);
                Row16.Clear(ref s5[0]);
                if (TStrip.Rows == 12)
                {
                    Row16.Clear(ref s6[0]);
                    Row16.Clear(ref s7[0]);
                    Row16.Clear(ref s8[0]);
                    Row16.Clear(ref s9[0]);
                    Row16.Clear(ref s10[0]);
                    Row16.Clear(ref s11[0]);
                }
                long a0 = Start(problem, firstRow + strip, depth), a1 = Start(problem, firstRow + strip + 1, depth), a2 = Start(problem, firstRow + strip + 2, depth), a3 = Start(problem, firstRow + strip + 3, depth);
                long a4 = Start(problem, firstRow + strip + 4, depth), a5 = Start(problem, firstRow + strip + 5, depth), a6 = Start(problem, firstRow + strip + 6, depth), a7 = Start(problem, firstRow + strip + 7, depth);
                long a8 = Start(problem, firstRow + strip + 8, depth), a9 = Start(problem, firstRow + strip + 9, depth), a10 = Start(problem, firstRow + strip + 10, depth), a11 = Start(problem, firstRow + strip + 11, depth);
                long offset = 0;
                for (int p = 0; p < terms; p++)
                {
                    ref float row = ref panel[p * PanelColumns];
                    Row16.Fma(a.View[a0 + offset], ref row, ref s0[0]);
                    Row16.Fma(a.View[a1 + offset], ref row, ref s1[0]);
                    Row16.Fma(a.View[a2 + offset], ref row, ref s2[0]);
                    Row16.Fma(a.View[a3 + offset], ref row, ref s3[0]);
                    Row16.Fma(a.View[a4 + offset], ref row, ref s4[0]);
                    Row16.Fma(a.View[a5 + offset], ref row, ref s5[0]);
                    if (TStrip.Rows == 12)
                    {
                        Row16.Fma(a.View[a6 + offset], ref row, ref s6[0]);
                        Row16.Fma(a.View[a7 + offset], ref row, ref s7[0]);
                        Row16.Fma(a.View[a8 + offset], ref row, ref s8[0]);
                        Row16.Fma(a.View[a9 + offset], ref row, ref s9[0]);
                        Row16.Fma(a.View[a10 + offset], ref row, ref s10[0]);
                        Row16.Fma(a.View[a11 + offset], ref row, ref s11[0]);
                    }
                    offset += problem.ColumnStrideA;
                }
                bool isFirst = depth == 0;
                int to = strip * PanelColumns;
                Join(s0, sums, to, isFirst);
                Join(s1, sums, to + 16, isFirst);
                Join(s2, sums, to + 32, isFirst);
                Join(s3, sums, to + 48, isFirst);
                Join(s4, sums, to + 64, isFirst);
                Join(s5, sums, to + 80, isFirst);
                if (TStrip.Rows == 12)
                {
                    Join(s6, sums, to + 96, isFirst);
                    Join(s7, sums, to + 112, isFirst);
                    Join(s8, sums, to + 128, isFirst);
                    Join(s9, sums, to + 144, isFirst);
                    Join(s10, sums, to + 160, isFirst);
                    Join(s11, sums, to + 176, isFirst);
                }
            }
        }

        epilogue.Begin<KernelLanes>();
        if (sumsColumns)
        {
            for (int column = 0; column < columns; column++)
            {
                if (TEpilogue.StoresItself)
                    epilogue.TakeSums<KernelLanes, float>(columnSums[column], firstColumn + column);
                else
                    problem.ColumnSums.View[firstColumn + column] = columnSums[column];
            }
        }
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                long index = ((long)(firstRow + row) * problem.N) + firstColumn + column;
                float value = Ieee.Multiply(problem.Alpha, sums[(row * PanelColumns) + column]);
                if (problem.Beta != 0f)
                    value = Ieee.Fma(problem.Beta, c.View[index], value);
                value = epilogue.Apply<KernelLanes, float>(value, firstRow + row, firstColumn + column);
                if (!TEpilogue.StoresItself)
                    c.View[index] = value;
            }
        }
    }

    private static int Divide(int count, int by) => (count + by - 1) / by;

    private static long Start(in GemmProblem problem, int row, int depth)
        => ((long)IntrinsicMath.Min(row, problem.M - 1) * problem.RowStrideA) + ((long)depth * problem.ColumnStrideA);

    private static void Join(ArrayView<float> chunk, ArrayView<float> sums, int at, bool isFirst)
    {
        if (isFirst)
            Row16.Copy(ref chunk[0], ref sums[at]);
        else
            Row16.Add(ref chunk[0], ref sums[at]);
    }

    private static void Pack(ArrayView<float> panel, FloatView b, in GemmProblem problem, int firstColumn, int columns, int depth, int terms)
    {
        if (columns == PanelColumns && problem.ColumnStrideB == 1)
        {
            for (int p = 0; p < terms; p++)
                Row16.Copy(ref b.View[((long)(depth + p) * problem.RowStrideB) + firstColumn], ref panel[p * PanelColumns]);
            return;
        }
        for (int column = 0; column < PanelColumns; column++)
        {
            long from = ((long)IntrinsicMath.Min(firstColumn + column, problem.N - 1) * problem.ColumnStrideB) + ((long)depth * problem.RowStrideB);
            for (int p = 0; p < terms; p++)
            {
                panel[(p * PanelColumns) + column] = b.View[from];
                from += problem.RowStrideB;
            }
        }
    }
}
