namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="TriangularSolve"/>.</summary>
internal static unsafe class HostTriangularSolve
{
    public static void RunTransposed(double* factor, double* right, TriangularStep step, Workers workers)
    {
        for (int i = 0; i < step.Size; i++)
        {
            for (int start = 0; start <= i; start += DotProduct.ChunkLength)
                Subtract(factor + i, step.Size, right, step, i, start, Math.Min(i, start + DotProduct.ChunkLength));
            Divide(factor, right, step, i);
        }
    }

    public static void Run(double* factor, double* right, TriangularStep step, Workers workers)
    {
        for (int i = step.Size - 1; i >= 0; i--)
        {
            for (int start = (step.Size - 1) / DotProduct.ChunkLength * DotProduct.ChunkLength; start + DotProduct.ChunkLength > i; start -= DotProduct.ChunkLength)
                Subtract(factor + ((long)i * step.Size), 1, right, step, i, Math.Max(start, i + 1), Math.Min(step.Size, start + DotProduct.ChunkLength));
            Divide(factor, right, step, i);
        }
    }

    private static void Subtract(double* factors, long stride, double* right, TriangularStep step, int i, int start, int end)
    {
        for (int output = 0; output < step.Targets; output++)
        {
            double chain = 0;
            for (int k = start; k < end; k++)
                chain = IeeeDouble.Fma(factors[k * stride], right[((long)k * step.Targets) + output], chain);
            right[((long)i * step.Targets) + output] -= chain;
        }
    }

    private static void Divide(double* factor, double* right, TriangularStep step, int i)
    {
        double diagonal = factor[((long)i * step.Size) + i];
        for (int output = 0; output < step.Targets; output++)
        {
            ref double element = ref right[((long)i * step.Targets) + output];
            element = diagonal != 0 ? element / diagonal : 0;
        }
    }
}
