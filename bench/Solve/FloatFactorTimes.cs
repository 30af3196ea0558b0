using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>The factors in binary32, for comparison with those in binary64.</summary>
internal sealed unsafe class FloatFactorTimes(int threads, int rounds, Action<string, string, double, double> report)
{
    /// <summary>Measures a factor, its solutions and a product.</summary>
    /// <param name="size">Rows and columns.</param>
    public void Run(int size)
    {
        using var bench = new HostBench(threads);
        long elements = (long)size * size;
        (FloatView view, nint address) = bench.AllocateUniform(elements, seed: 7);
        (_, nint original) = bench.AllocateUniform(elements, seed: 7);
        (FloatView diagonal, _) = bench.AllocateUniform(2L * size, seed: 8);
        for (int i = 0; i < size; i++)
            ((float*)original)[((long)i * size) + i] = size;
        MatrixView matrix = view.AsMatrix(size, size);
        var cholesky = new FloatCholesky(bench.Target);
        Measure("Cholesky, fp32", $"{size}", () => cholesky.Run(matrix, diagonal, 0, 0), (double)size * size * size / 3, () => Buffer.MemoryCopy((void*)original, (void*)address, elements * sizeof(float), elements * sizeof(float)));
        var solve = new FloatTriangularSolve(bench.Target);
        foreach (int targets in new[] { 1, size })
        {
            (FloatView right, _) = bench.AllocateUniform((long)size * targets, seed: 9);
            MatrixView solution = right.AsMatrix(size, targets);
            Measure("RᵀRX = B, fp32", $"{size}, {targets} right", Solve, 2.0 * size * size * targets, null);

            void Solve()
            {
                solve.RunTransposed(matrix, solution);
                solve.Run(matrix, solution);
            }
        }
        var product = new FloatSymmetricProduct(bench.Target);
        (FloatView x, _) = bench.AllocateUniform(size, seed: 10);
        (FloatView y, _) = bench.AllocateUniform(size, seed: 11);
        Measure("Ax, A symmetric, fp32", $"{size}", () => product.Run(matrix, x.AsMatrix(size, 1), y.AsMatrix(size, 1)), 2.0 * size * size, null);
    }

    private void Measure(string operation, string size, Action work, double operations, Action? prepare)
        => report(operation, size, Turns.Measure(rounds, work, null, prepare).Ours, operations);
}
