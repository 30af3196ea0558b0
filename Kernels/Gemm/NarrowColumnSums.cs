namespace NeuralGpu.Kernels;

/// <summary>The sums of a narrow op(B)'s columns, chunk after chunk.</summary>
internal static unsafe class NarrowColumnSums
{
    /// <summary>The most columns.</summary>
    public const int Columns = 16;

    /// <summary>Writes them to the problem's place.</summary>
    public static void Run(in GemmProblem problem, float* b)
    {
        float* chunk = stackalloc float[Columns];
        var sums = (float*)problem.ColumnSums.Address;
        new Span<float>(sums, problem.N).Clear();
        for (int term = 0; term < problem.K; term += DotProduct.ChunkLength)
        {
            new Span<float>(chunk, problem.N).Clear();
            int end = Math.Min(problem.K, term + DotProduct.ChunkLength);
            for (int p = term; p < end; p++)
            {
                float* row = b + ((long)p * problem.RowStrideB);
                for (int j = 0; j < problem.N; j++)
                    chunk[j] += row[(long)j * problem.ColumnStrideB];
            }
            for (int j = 0; j < problem.N; j++)
                sums[j] = term == 0 ? chunk[j] : sums[j] + chunk[j];
        }
    }
}
