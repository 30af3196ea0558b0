namespace NeuralGpu.Kernels;

/// <summary>One multiplication on the host with a transposed A and a result of at most twelve columns, which is computed as its transpose: rows are shared among the threads.</summary>
internal readonly unsafe struct NarrowTransposedGemmJob<TEpilogue, TColumns, TLanes, TVector> : IParallelJob
    where TEpilogue : struct, IEpilogue
    where TColumns : struct, ITileColumns
    where TLanes : struct, IHostLanes<TVector>
    where TVector : struct
{
    private readonly GemmProblem problem;
    private readonly float* a;
    private readonly float* b;
    private readonly GemmOutput<TEpilogue, TLanes, TVector> output;
    private readonly Workers workers;

    public NarrowTransposedGemmJob(in GemmProblem problem, in FloatView a, in FloatView b, in FloatView c, TEpilogue epilogue, Workers workers)
    {
        this.problem = problem;
        this.a = (float*)a.Address;
        this.b = (float*)b.Address;
        output = new GemmOutput<TEpilogue, TLanes, TVector>(problem, c, epilogue);
        this.workers = workers;
    }

    public void Invoke(int part, int parts)
    {
        int tiles = (problem.M + TLanes.Count - 1) / TLanes.Count;
        int first = (int)((long)tiles * part / parts) * TLanes.Count;
        int end = Math.Min(problem.M, (int)((long)tiles * (part + 1) / parts) * TLanes.Count);
        if (first < end)
            Compute(first, end, workers.Scratch(part));
        if (part == parts - 1 && problem.Rows > problem.M)
        {
            NarrowColumnSums.Run(problem, b);
            output.TakeSums(0, problem.N, (float*)problem.ColumnSums.Address);
        }
    }

    private void Compute(int first, int end, ScratchMemory scratch)
    {
        int depth = Math.Min(problem.K, DotProduct.ChunkLength);
        long sizeB = (long)depth * TColumns.Count;
        long sizeEdge = (long)depth * TLanes.Count;
        long sizeOld = problem.Beta != 0f ? (long)(end - first) * problem.N : 0;
        float* packed = scratch.Floats(sizeB + sizeEdge + sizeOld);
        float* edge = packed + sizeB;
        float* old = edge + sizeEdge;
        if (problem.Beta != 0f)
            output.Copy(first, 0, end - first, problem.N, old);
        if (problem.K == 0)
        {
            output.Clear(first, 0, end - first, problem.N);
            output.Finish(first, 0, end - first, problem.N, old, problem.N);
            return;
        }
        float* tile = stackalloc float[TColumns.Count * TLanes.Count];
        for (int term = 0; term < problem.K; term += DotProduct.ChunkLength)
        {
            int terms = Math.Min(DotProduct.ChunkLength, problem.K - term);
            Packing.B(problem, b, term, terms, 0, problem.N, TColumns.Count, packed);
            bool finish = output.NeedsFinish && term + terms == problem.K;
            for (int row = first; row < end; row += TLanes.Count)
            {
                int rows = Math.Min(TLanes.Count, end - row);
                float* source = a + ((long)term * problem.ColumnStrideA) + row;
                long stride = problem.ColumnStrideA;
                if (rows < TLanes.Count)
                {
                    Packing.Contiguous(source, stride, rows, terms, TLanes.Count, edge);
                    source = edge;
                    stride = TLanes.Count;
                }
                NarrowTransposedKernel<TColumns, TLanes, TVector>.Invoke(terms, source, stride, packed, tile);
                Merge(tile, row, rows, term > 0);
                if (finish)
                    output.Finish(row, 0, rows, problem.N, old + ((long)(row - first) * problem.N), problem.N);
            }
        }
    }

    private void Merge(float* tile, int row, int rows, bool join)
    {
        float* to = output.At(row, 0);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < problem.N; j++)
            {
                float sum = tile[(j * TLanes.Count) + i];
                to[j] = join ? to[j] + sum : sum;
            }
            to += problem.N;
        }
    }
}
