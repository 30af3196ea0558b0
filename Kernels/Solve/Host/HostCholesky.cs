namespace NeuralGpu.Kernels;

/// <summary>The host body of <see cref="BlockedCholesky"/>.</summary>
internal static unsafe class HostCholesky
{
    public static void Run(double* matrix, double* diagonal, CholeskyStep step, Workers workers)
    {
        int size = step.Size;
        for (int j = 0; j < size; j++)
            diagonal[size + j] = matrix[((long)j * size) + j];
        for (int j = 0; j < size; j++)
        {
            double* row = matrix + ((long)j * size);
            for (int k = j; k < size; k++)
            {
                for (int start = 0; start < j; start += DotProduct.ChunkLength)
                {
                    double chain = 0;
                    for (int i = start; i < Math.Min(j, start + DotProduct.ChunkLength); i++)
                        chain = IeeeDouble.Fma(matrix[((long)i * size) + j], matrix[((long)i * size) + k], chain);
                    row[k] -= chain;
                }
            }
            double pivot = row[j];
            diagonal[j] = pivot > step.Tolerance * diagonal[size + j] && pivot > step.SmallestPivot ? Math.Sqrt(pivot) : 0;
            row[j] = diagonal[j];
            for (int k = j + 1; k < size; k++)
                row[k] = diagonal[j] > 0 ? row[k] / diagonal[j] : 0;
        }
    }
}
