using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Cholesky factors, triangular systems and symmetric products in binary64.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> Factors =>
    [
        // Only beyond a chunk of 256 rows is there anything trailing.
        Cholesky(258),
        TransposedSystem(258, 2),
        System(258, 2),
        Symmetric(258, 2),
        Symmetric(1, 1),
    ];

    private static PtxCase Cholesky(int size)
        => new(["BlockedCholesky Diagonal", "BlockedCholesky Row", "BlockedCholesky Trailing", "BlockedCholesky Finish"], $"{size}x{size}, one column dependent", memory =>
        {
            double[] values = PositiveDefinite(size);
            // The same row and column as the first one's.
            for (int i = 0; i < size; i++)
                values[(7 * size) + i] = values[(i * size) + 7] = values[i];
            values[(7 * size) + 7] = values[7] = values[7 * size] = values[0];
            (DoubleView matrix, DoubleView diagonal) = (memory.Doubles(values), memory.UnwrittenDoubles(2 * size));
            return new PtxCall(CholeskyLaunches(matrix, diagonal, size), target => new BlockedCholesky(target).Run(new(matrix, size, size), diagonal, 1e-12, 0));
        });

    private static List<PtxLaunch> CholeskyLaunches(DoubleView matrix, DoubleView diagonal, int size)
    {
        var step = new CholeskyStep { Size = size, Tolerance = 1e-12 };
        var launches = new List<PtxLaunch> { PtxLaunch.Linear("BlockedCholesky Diagonal", size, matrix, diagonal, step) };
        for (step.Start = 0; step.Start < size; step.Start += DotProduct.ChunkLength)
        {
            step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
            for (step.Row = step.Start; step.Row < step.End; step.Row++)
                launches.Add(PtxLaunch.Linear("BlockedCholesky Row", size - step.Row, matrix, diagonal, step));
            long rest = size - step.End;
            if (rest > 0)
                launches.Add(PtxLaunch.Linear("BlockedCholesky Trailing", rest * rest, matrix, diagonal, step));
        }
        launches.Add(PtxLaunch.Linear("BlockedCholesky Finish", size, matrix, diagonal, step));
        return launches;
    }

    private static PtxCase TransposedSystem(int size, int targets)
        => new(["TriangularSolve Forward", "TriangularSolve ForwardRest"], $"{size} unknowns, {targets} right-hand sides", memory =>
        {
            (DoubleView factor, DoubleView right) = (memory.Doubles(PositiveDefinite(size)), memory.Doubles(2, size * targets));
            var launches = new List<PtxLaunch>();
            var step = new TriangularStep { Size = size, Targets = targets };
            for (; step.Start < size; step.Start += DotProduct.ChunkLength)
            {
                step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
                launches.Add(PtxLaunch.Linear("TriangularSolve Forward", targets, factor, right, step));
                if (step.End < size)
                    launches.Add(PtxLaunch.Linear("TriangularSolve ForwardRest", (size - step.End) * targets, factor, right, step));
            }
            return new PtxCall(launches, target => new TriangularSolve(target).RunTransposed(new(factor, size, size), new(right, size, targets)));
        });

    private static PtxCase System(int size, int targets)
        => new(["TriangularSolve Backward", "TriangularSolve BackwardRest"], $"{size} unknowns, {targets} right-hand sides", memory =>
        {
            (DoubleView factor, DoubleView right) = (memory.Doubles(PositiveDefinite(size)), memory.Doubles(2, size * targets));
            var launches = new List<PtxLaunch>();
            var step = new TriangularStep { Size = size, Targets = targets, Start = (size - 1) / DotProduct.ChunkLength * DotProduct.ChunkLength };
            for (; step.Start >= 0; step.Start -= DotProduct.ChunkLength)
            {
                step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
                launches.Add(PtxLaunch.Linear("TriangularSolve Backward", targets, factor, right, step));
                if (step.Start > 0)
                    launches.Add(PtxLaunch.Linear("TriangularSolve BackwardRest", step.Start * targets, factor, right, step));
            }
            return new PtxCall(launches, target => new TriangularSolve(target).Run(new(factor, size, size), new(right, size, targets)));
        });

    private static PtxCase Symmetric(int size, int columns)
        => One("SymmetricProduct", $"{size}x{size}, {columns} columns", (kernel, memory) =>
        {
            (DoubleView matrix, DoubleView right, DoubleView product) = (memory.Doubles(1, size * size), memory.Doubles(2, size * columns), memory.UnwrittenDoubles(size * columns));
            var launch = PtxLaunch.Linear(kernel, size * columns, matrix, right, product, size, columns);
            return new PtxCall(launch, target => new SymmetricProduct(target).Run(new(matrix, size, size), new(right, size, columns), new(product, size, columns)));
        });

    // Symmetric, with a diagonal that outweighs its row.
    private static double[] PositiveDefinite(int size)
    {
        var random = new Random(1);
        var values = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
                values[(i * size) + j] = values[(j * size) + i] = (2 * random.NextDouble()) - 1;
            values[(i * size) + i] = size + random.NextDouble();
        }
        return values;
    }
}
