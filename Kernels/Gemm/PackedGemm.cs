using ILGPU;
using ILGPU.Runtime;

namespace NeuralGpu.Kernels;

/// <summary>The body of <see cref="Gemm{TEpilogue}"/> for OpenCL devices that are processors: a work-item by itself makes two panels of 16 columns and up to 192 rows of C, a chunk of k at a time.</summary>
/// <remarks>
/// There a work-group is a loop on one core, shared memory is memory like any other, and barriers cost. So a group is one work-item; it copies a chunk of its panels of B to consecutive memory, 16 KB each,
/// and goes over its rows a strip at a time, a panel after the other, with the strip's sums in registers. Two panels make a line of memory or more of each row of B, which comes from afar. Rows beyond the edge are those of the last row again and are not written, so that nothing branches inside.
/// </remarks>
internal static class PackedGemm
{
    private const int PanelColumns = Row16.Count;
    private const int Panels = 2;
    private const int PanelLength = DotProduct.ChunkLength * PanelColumns;

    // A multiple of every strip's rows.
    private const int MostRows = 192;
    private const int SumsLength = MostRows * PanelColumns;

    public static KernelConfig Configuration(int m, int n, int rowsAGroup)
        // A result without rows still has column sums.
        => new(new Index3D(checked(Divide(n, Panels * PanelColumns) * Math.Max(1, Divide(m, rowsAGroup))), 1, 1), new Index3D(1, 1, 1));

    /// <summary>At most 192 rows, whose part of A stays in a second cache of a megabyte for a thousand terms; fewer where every core would not get a few groups.</summary>
    public static int RowsAGroup(int m, int n, int cores)
    {
        const int Step = 12;
        int parts = Divide(4 * cores, Divide(n, Panels * PanelColumns));
        return Math.Clamp(Divide(Divide(m, parts), Step) * Step, Step, MostRows);
    }

    public static void Kernel<TStrip, TEpilogue>(FloatView a, FloatView b, FloatView c, TEpilogue epilogue, GemmProblem problem, int rowsAGroup)
        where TStrip : struct, IStrip
        where TEpilogue : struct, IEpilogue
    {
        ArrayView<float> packedMemory = LocalMemory.Allocate<float>((Panels * PanelLength) + 16), allSumsMemory = LocalMemory.Allocate<float>((Panels * SumsLength) + 16);
        ArrayView<float> packed = packedMemory.SubView(Row16.ToAligned(ref packedMemory[0]), Panels * PanelLength), allSums = allSumsMemory.SubView(Row16.ToAligned(ref allSumsMemory[0]), Panels * SumsLength);
        ArrayView<float> columnChunk = LocalMemory.Allocate<float>(16), columnSums = LocalMemory.Allocate<float>(Panels * PanelColumns);
        ArrayView<float> s0 = LocalMemory.Allocate<float>(16), s1 = LocalMemory.Allocate<float>(16), s2 = LocalMemory.Allocate<float>(16), s3 = LocalMemory.Allocate<float>(16);
        ArrayView<float> s4 = LocalMemory.Allocate<float>(16), s5 = LocalMemory.Allocate<float>(16), s6 = LocalMemory.Allocate<float>(16), s7 = LocalMemory.Allocate<float>(16);
        ArrayView<float> s8 = LocalMemory.Allocate<float>(16), s9 = LocalMemory.Allocate<float>(16), s10 = LocalMemory.Allocate<float>(16), s11 = LocalMemory.Allocate<float>(16);
        int columnGroups = (problem.N + (Panels * PanelColumns) - 1) / (Panels * PanelColumns);
        int firstColumn = Grid.IdxX % columnGroups * (Panels * PanelColumns);
        int firstRow = Grid.IdxX / columnGroups * rowsAGroup;
        int rows = IntrinsicMath.Min(rowsAGroup, problem.M - firstRow);
        int columns = IntrinsicMath.Min(Panels * PanelColumns, problem.N - firstColumn);
        int panels = (columns + PanelColumns - 1) / PanelColumns;

        // The first group of some columns sums them.
        bool sumsColumns = problem.Rows > problem.M && firstRow == 0;

        for (int depth = 0; depth == 0 || depth < problem.K; depth += DotProduct.ChunkLength)
        {
            int terms = IntrinsicMath.Min(DotProduct.ChunkLength, problem.K - depth);
            Pack(packed, b, problem, firstColumn, columns, depth, terms);
            for (int panel = 0; sumsColumns && panel < panels; panel++)
            {
                Row16.Clear(ref columnChunk[0]);
                for (int p = 0; p < terms; p++)
                    Row16.Add(ref packed[(panel * PanelLength) + (p * PanelColumns)], ref columnChunk[0]);
                Join(columnChunk, columnSums, panel * PanelColumns, depth == 0);
            }
            for (int strip = 0; strip < rows; strip += TStrip.Rows)
            {
                long a0 = Start(problem, firstRow + strip, depth), a1 = Start(problem, firstRow + strip + 1, depth), a2 = Start(problem, firstRow + strip + 2, depth), a3 = Start(problem, firstRow + strip + 3, depth);
                long a4 = Start(problem, firstRow + strip + 4, depth), a5 = Start(problem, firstRow + strip + 5, depth), a6 = Start(problem, firstRow + strip + 6, depth), a7 = Start(problem, firstRow + strip + 7, depth);
                long a8 = Start(problem, firstRow + strip + 8, depth), a9 = Start(problem, firstRow + strip + 9, depth), a10 = Start(problem, firstRow + strip + 10, depth), a11 = Start(problem, firstRow + strip + 11, depth);
                for (int panel = 0; panel < panels; panel++)
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
                    int from = panel * PanelLength;
                    long offset = 0;
                    int p = 0;
                    if (problem.ColumnStrideA == 1)
                    {
                        // Four terms a turn, so that addresses stay in registers; written out, because a loop over the four is 2 to 3 % slower.
                        for (; p + 4 <= terms; p += 4)
                        {
                            ref float row0 = ref packed[from + 0];
                            Row16.Fma(a.View[a0 + offset], ref row0, ref s0[0]);
                            Row16.Fma(a.View[a1 + offset], ref row0, ref s1[0]);
                            Row16.Fma(a.View[a2 + offset], ref row0, ref s2[0]);
                            Row16.Fma(a.View[a3 + offset], ref row0, ref s3[0]);
                            Row16.Fma(a.View[a4 + offset], ref row0, ref s4[0]);
                            Row16.Fma(a.View[a5 + offset], ref row0, ref s5[0]);
                            if (TStrip.Rows == 12)
                            {
                                Row16.Fma(a.View[a6 + offset], ref row0, ref s6[0]);
                                Row16.Fma(a.View[a7 + offset], ref row0, ref s7[0]);
                                Row16.Fma(a.View[a8 + offset], ref row0, ref s8[0]);
                                Row16.Fma(a.View[a9 + offset], ref row0, ref s9[0]);
                                Row16.Fma(a.View[a10 + offset], ref row0, ref s10[0]);
                                Row16.Fma(a.View[a11 + offset], ref row0, ref s11[0]);
                            }
                            ref float row1 = ref packed[from + 16];
                            Row16.Fma(a.View[a0 + offset + 1], ref row1, ref s0[0]);
                            Row16.Fma(a.View[a1 + offset + 1], ref row1, ref s1[0]);
                            Row16.Fma(a.View[a2 + offset + 1], ref row1, ref s2[0]);
                            Row16.Fma(a.View[a3 + offset + 1], ref row1, ref s3[0]);
                            Row16.Fma(a.View[a4 + offset + 1], ref row1, ref s4[0]);
                            Row16.Fma(a.View[a5 + offset + 1], ref row1, ref s5[0]);
                            if (TStrip.Rows == 12)
                            {
                                Row16.Fma(a.View[a6 + offset + 1], ref row1, ref s6[0]);
                                Row16.Fma(a.View[a7 + offset + 1], ref row1, ref s7[0]);
                                Row16.Fma(a.View[a8 + offset + 1], ref row1, ref s8[0]);
                                Row16.Fma(a.View[a9 + offset + 1], ref row1, ref s9[0]);
                                Row16.Fma(a.View[a10 + offset + 1], ref row1, ref s10[0]);
                                Row16.Fma(a.View[a11 + offset + 1], ref row1, ref s11[0]);
                            }
                            ref float row2 = ref packed[from + 32];
                            Row16.Fma(a.View[a0 + offset + 2], ref row2, ref s0[0]);
                            Row16.Fma(a.View[a1 + offset + 2], ref row2, ref s1[0]);
                            Row16.Fma(a.View[a2 + offset + 2], ref row2, ref s2[0]);
                            Row16.Fma(a.View[a3 + offset + 2], ref row2, ref s3[0]);
                            Row16.Fma(a.View[a4 + offset + 2], ref row2, ref s4[0]);
                            Row16.Fma(a.View[a5 + offset + 2], ref row2, ref s5[0]);
                            if (TStrip.Rows == 12)
                            {
                                Row16.Fma(a.View[a6 + offset + 2], ref row2, ref s6[0]);
                                Row16.Fma(a.View[a7 + offset + 2], ref row2, ref s7[0]);
                                Row16.Fma(a.View[a8 + offset + 2], ref row2, ref s8[0]);
                                Row16.Fma(a.View[a9 + offset + 2], ref row2, ref s9[0]);
                                Row16.Fma(a.View[a10 + offset + 2], ref row2, ref s10[0]);
                                Row16.Fma(a.View[a11 + offset + 2], ref row2, ref s11[0]);
                            }
                            ref float row3 = ref packed[from + 48];
                            Row16.Fma(a.View[a0 + offset + 3], ref row3, ref s0[0]);
                            Row16.Fma(a.View[a1 + offset + 3], ref row3, ref s1[0]);
                            Row16.Fma(a.View[a2 + offset + 3], ref row3, ref s2[0]);
                            Row16.Fma(a.View[a3 + offset + 3], ref row3, ref s3[0]);
                            Row16.Fma(a.View[a4 + offset + 3], ref row3, ref s4[0]);
                            Row16.Fma(a.View[a5 + offset + 3], ref row3, ref s5[0]);
                            if (TStrip.Rows == 12)
                            {
                                Row16.Fma(a.View[a6 + offset + 3], ref row3, ref s6[0]);
                                Row16.Fma(a.View[a7 + offset + 3], ref row3, ref s7[0]);
                                Row16.Fma(a.View[a8 + offset + 3], ref row3, ref s8[0]);
                                Row16.Fma(a.View[a9 + offset + 3], ref row3, ref s9[0]);
                                Row16.Fma(a.View[a10 + offset + 3], ref row3, ref s10[0]);
                                Row16.Fma(a.View[a11 + offset + 3], ref row3, ref s11[0]);
                            }
                            from += 4 * PanelColumns;
                            offset += 4;
                        }
                    }
                    for (; p < terms; p++)
                    {
                        ref float row = ref packed[from];
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
                        from += PanelColumns;
                        offset += problem.ColumnStrideA;
                    }
                    bool isFirst = depth == 0;
                    int to = (panel * SumsLength) + (strip * PanelColumns);
                    Join(s0, allSums, to, isFirst);
                    Join(s1, allSums, to + 16, isFirst);
                    Join(s2, allSums, to + 32, isFirst);
                    Join(s3, allSums, to + 48, isFirst);
                    Join(s4, allSums, to + 64, isFirst);
                    Join(s5, allSums, to + 80, isFirst);
                    if (TStrip.Rows == 12)
                    {
                        Join(s6, allSums, to + 96, isFirst);
                        Join(s7, allSums, to + 112, isFirst);
                        Join(s8, allSums, to + 128, isFirst);
                        Join(s9, allSums, to + 144, isFirst);
                        Join(s10, allSums, to + 160, isFirst);
                        Join(s11, allSums, to + 176, isFirst);
                    }
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
        for (int panel = 0; panel < panels; panel++)
        {
            ArrayView<float> sums = allSums.SubView(panel * SumsLength, SumsLength);
            int firstOfPanel = firstColumn + (panel * PanelColumns);
            int columnsOfPanel = IntrinsicMath.Min(PanelColumns, problem.N - firstOfPanel);
            if (TEpilogue.IsIdentity && problem.Alpha == 1f && problem.Beta == 0f && columnsOfPanel == PanelColumns)
            {
                for (int row = 0; row < rows; row++)
                    Row16.Copy(ref sums[row * PanelColumns], ref c.View[((long)(firstRow + row) * problem.N) + firstOfPanel]);
                continue;
            }
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columnsOfPanel; column++)
                {
                    long index = ((long)(firstRow + row) * problem.N) + firstOfPanel + column;
                    float value = Ieee.Multiply(problem.Alpha, sums[(row * PanelColumns) + column]);
                    if (problem.Beta != 0f)
                        value = Ieee.Fma(problem.Beta, c.View[index], value);
                    value = epilogue.Apply<KernelLanes, float>(value, firstRow + row, firstOfPanel + column);
                    if (!TEpilogue.StoresItself)
                        c.View[index] = value;
                }
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

    private static void Pack(ArrayView<float> packed, FloatView b, in GemmProblem problem, int firstColumn, int columns, int depth, int terms)
    {
        if (columns == Panels * PanelColumns && problem.ColumnStrideB == 1)
        {
            for (int p = 0; p < terms; p++)
            {
                long from = ((long)(depth + p) * problem.RowStrideB) + firstColumn;
                Row16.Copy(ref b.View[from], ref packed[p * PanelColumns]);
                Row16.Copy(ref b.View[from + PanelColumns], ref packed[PanelLength + (p * PanelColumns)]);
            }
            return;
        }
        int panelColumns = (columns + PanelColumns - 1) / PanelColumns * PanelColumns;
        int column = 0;
        if (columns >= PanelColumns && problem.ColumnStrideB == 1)
        {
            for (int p = 0; p < terms; p++)
                Row16.Copy(ref b.View[((long)(depth + p) * problem.RowStrideB) + firstColumn], ref packed[p * PanelColumns]);
            column = PanelColumns;
        }
        for (; column < panelColumns; column++)
        {
            long from = ((long)IntrinsicMath.Min(firstColumn + column, problem.N - 1) * problem.ColumnStrideB) + ((long)depth * problem.RowStrideB);
            int to = (column / PanelColumns * PanelLength) + (column % PanelColumns);
            for (int p = 0; p < terms; p++)
            {
                packed[to + (p * PanelColumns)] = b.View[from];
                from += problem.RowStrideB;
            }
        }
    }
}
