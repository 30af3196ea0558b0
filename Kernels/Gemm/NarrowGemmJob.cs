namespace NeuralGpu.Kernels;

/// <summary>One multiplication on the host whose result is at most two registers wide and whose rows of A lie as such: rows are shared among the threads.</summary>
internal readonly unsafe struct NarrowGemmJob<TEpilogue, TLanes, TVector> : IParallelJob
    where TEpilogue : struct, IEpilogue
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    private const int Rows = NarrowKernel<TLanes, TVector>.Rows;

    private readonly GemmProblem problem;
    private readonly float* a;
    private readonly float* b;
    private readonly GemmOutput<TEpilogue, TLanes, TVector> output;
    private readonly Workers workers;

    public NarrowGemmJob(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
    {
        this.problem = problem;
        this.a = (float*)a.Address;
        this.b = (float*)b.Address;
        output = new GemmOutput<TEpilogue, TLanes, TVector>(problem, c, epilogue);
        this.workers = workers;
    }

    private static int Columns => NarrowKernel<TLanes, TVector>.Columns;

    public void Invoke(int part, int parts)
    {
        int tiles = (problem.M + Rows - 1) / Rows;
        int first = (int)((long)tiles * part / parts) * Rows;
        int end = Math.Min(problem.M, (int)((long)tiles * (part + 1) / parts) * Rows);
        if (first < end)
            Compute(first, end, workers.Scratch(part));
        if (part == 0 && problem.Rows > problem.M)
        {
            NarrowColumnSums.Run(problem, b);
            output.TakeSums(0, problem.N, (float*)problem.ColumnSums.Address);
        }
    }

    private void Compute(int first, int end, ScratchMemory scratch)
    {
        long sizeB = (long)Math.Min(problem.K, DotProduct.ChunkLength) * Columns;
        long sizeOld = problem.Beta != 0f ? (long)(end - first) * problem.N : 0;
        float* packed = scratch.Floats(sizeB + sizeOld);
        float* old = packed + sizeB;
        if (problem.Beta != 0f)
            output.Copy(first, 0, end - first, problem.N, old);
        if (problem.K == 0)
        {
            output.Clear(first, 0, end - first, problem.N);
            output.Finish(first, 0, end - first, problem.N, old, problem.N);
            return;
        }
        float* tile = stackalloc float[Rows * Columns];
        for (int term = 0; term < problem.K; term += DotProduct.ChunkLength)
        {
            int terms = Math.Min(DotProduct.ChunkLength, problem.K - term);
            Packing.B(problem, b, term, terms, 0, problem.N, Columns, packed);
            bool finish = output.NeedsFinish && term + terms == problem.K;
            for (int row = first; row < end; row += Rows)
            {
                int rows = Math.Min(Rows, end - row);
                NarrowKernel<TLanes, TVector>.Invoke(terms, a + ((long)row * problem.RowStrideA) + term, problem.RowStrideA, rows, packed, tile);
                for (int i = 0; i < rows; i++)
                    TileRow.Merge<TLanes, TVector>(tile + (i * Columns), output.At(row + i, 0), problem.N, term > 0);
                if (finish)
                    output.Finish(row, 0, rows, problem.N, old + ((long)(row - first) * problem.N), problem.N);
            }
        }
    }
}
