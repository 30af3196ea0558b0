using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Cholesky factors, triangular systems and symmetric products, in binary64 and in binary32.</content>
internal static partial class PtxCases
{
    private static string[] AllSteps => ["Diagonal", "Row", "Trailing", "Finish"];

    private static IEnumerable<PtxCase> Factors =>
    [
        // Only beyond a chunk of 256 rows is there anything trailing.
        Cholesky(258),
        FloatCholesky(258),
        System(258, 2, isBackward: false),
        System(258, 2, isBackward: true),
        FloatSystem(258, 2, isBackward: false),
        FloatSystem(258, 2, isBackward: true),
        Symmetric(258, 2),
        Symmetric(1, 1),
        FloatSymmetric(258, 2),
        FloatSymmetric(1, 1),
    ];

    private static PtxCase Cholesky(int size)
        => new([.. AllSteps.Select(name => $"BlockedCholesky {name}")], $"{size}x{size}, one column dependent", memory =>
        {
            (DoubleView matrix, DoubleView diagonal) = (memory.Doubles(OneDependent(size)), memory.UnwrittenDoubles(2 * size));
            var operands = new NumberOperands<double> { MatrixElements = matrix.View, Elements = diagonal.View };
            List<PtxLaunch> launches = CholeskyLaunches("BlockedCholesky", operands, new CholeskyStep<double> { Size = size, Tolerance = 1e-12 });
            return new PtxCall(launches, target => new BlockedCholesky(target).Run(new(matrix, size, size), diagonal, 1e-12, 0));
        });

    private static PtxCase FloatCholesky(int size)
        => new([.. AllSteps.Select(name => $"FloatCholesky {name}")], $"{size}x{size}, one column dependent", memory =>
        {
            (FloatView matrix, FloatView diagonal) = (memory.Floats(Rounded(OneDependent(size))), memory.Unwritten(2 * size));
            var operands = new NumberOperands<float> { MatrixElements = matrix.View, Elements = diagonal.View };
            List<PtxLaunch> launches = CholeskyLaunches("FloatCholesky", operands, new CholeskyStep<float> { Size = size, Tolerance = 1e-5f });
            return new PtxCall(launches, target => new FloatCholesky(target).Run(new(matrix, size, size), diagonal, 1e-5f, 0));
        });

    private static List<PtxLaunch> CholeskyLaunches<TNumber>(string operation, object operands, CholeskyStep<TNumber> step)
        where TNumber : unmanaged
    {
        int size = step.Size;
        var launches = new List<PtxLaunch> { PtxLaunch.Linear($"{operation} Diagonal", size, operands, step) };
        for (step.Start = 0; step.Start < size; step.Start += DotProduct.ChunkLength)
        {
            step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
            for (step.Row = step.Start; step.Row < step.End; step.Row++)
                launches.Add(PtxLaunch.Linear($"{operation} Row", size - step.Row, operands, step));
            long rest = size - step.End;
            if (rest > 0)
                launches.Add(PtxLaunch.Linear($"{operation} Trailing", rest * rest, operands, step));
        }
        launches.Add(PtxLaunch.Linear($"{operation} Finish", size, operands, step));
        return launches;
    }

    private static PtxCase System(int size, int targets, bool isBackward)
        => new(SystemKernels("TriangularSolve", isBackward), $"{size} unknowns, {targets} right-hand sides", memory =>
        {
            (DoubleView factor, DoubleView right) = (memory.Doubles(PositiveDefinite(size)), memory.Doubles(2, size * targets));
            var operands = new NumberOperands<double> { MatrixElements = factor.View, Elements = right.View };
            return new PtxCall(SystemLaunches("TriangularSolve", operands, size, targets, isBackward), target =>
            {
                var solve = new TriangularSolve(target);
                if (isBackward)
                    solve.Run(new(factor, size, size), new(right, size, targets));
                else
                    solve.RunTransposed(new(factor, size, size), new(right, size, targets));
            });
        });

    private static PtxCase FloatSystem(int size, int targets, bool isBackward)
        => new(SystemKernels("FloatTriangularSolve", isBackward), $"{size} unknowns, {targets} right-hand sides", memory =>
        {
            (FloatView factor, FloatView right) = (memory.Floats(Rounded(PositiveDefinite(size))), memory.Uniform(2, size * targets));
            var operands = new NumberOperands<float> { MatrixElements = factor.View, Elements = right.View };
            return new PtxCall(SystemLaunches("FloatTriangularSolve", operands, size, targets, isBackward), target =>
            {
                var solve = new FloatTriangularSolve(target);
                if (isBackward)
                    solve.Run(new(factor, size, size), new(right, size, targets));
                else
                    solve.RunTransposed(new(factor, size, size), new(right, size, targets));
            });
        });

    private static string[] SystemKernels(string operation, bool isBackward)
        => isBackward ? [$"{operation} Backward", $"{operation} BackwardRest"] : [$"{operation} Forward", $"{operation} ForwardRest"];

    private static List<PtxLaunch> SystemLaunches(string operation, object operands, int size, int targets, bool isBackward)
    {
        string[] kernels = SystemKernels(operation, isBackward);
        var launches = new List<PtxLaunch>();
        int chunks = (size + DotProduct.ChunkLength - 1) / DotProduct.ChunkLength;
        for (int n = 0; n < chunks; n++)
        {
            int start = (isBackward ? chunks - 1 - n : n) * DotProduct.ChunkLength;
            var step = new TriangularStep { Size = size, Targets = targets, Start = start, End = Math.Min(size, start + DotProduct.ChunkLength) };
            launches.Add(PtxLaunch.Linear(kernels[0], targets, operands, step));
            int others = isBackward ? start : size - step.End;
            if (others > 0)
                launches.Add(PtxLaunch.Linear(kernels[1], (long)others * targets, operands, step));
        }
        return launches;
    }

    private static PtxCase Symmetric(int size, int columns)
        => One("SymmetricProduct", $"{size}x{size}, {columns} columns", (kernel, memory) =>
        {
            (DoubleView matrix, DoubleView right, DoubleView product) = (memory.Doubles(1, size * size), memory.Doubles(2, size * columns), memory.UnwrittenDoubles(size * columns));
            var operands = new NumberOperands<double> { MatrixElements = matrix.View, Elements = right.View };
            var written = new NumberOperands<double> { MatrixElements = matrix.View, Elements = product.View };
            var launch = PtxLaunch.Linear(kernel, size * columns, operands, written, size, columns);
            return new PtxCall(launch, target => new SymmetricProduct(target).Run(new(matrix, size, size), new(right, size, columns), new(product, size, columns)));
        });

    private static PtxCase FloatSymmetric(int size, int columns)
        => One("FloatSymmetricProduct", $"{size}x{size}, {columns} columns", (kernel, memory) =>
        {
            (FloatView matrix, FloatView right, FloatView product) = (memory.Uniform(1, size * size), memory.Uniform(2, size * columns), memory.Unwritten(size * columns));
            var operands = new NumberOperands<float> { MatrixElements = matrix.View, Elements = right.View };
            var written = new NumberOperands<float> { MatrixElements = matrix.View, Elements = product.View };
            var launch = PtxLaunch.Linear(kernel, size * columns, operands, written, size, columns);
            return new PtxCall(launch, target => new FloatSymmetricProduct(target).Run(new(matrix, size, size), new(right, size, columns), new(product, size, columns)));
        });

    private static float[] Rounded(double[] values) => [.. values.Select(value => (float)value)];

    // Its eighth row and column are the first one's.
    private static double[] OneDependent(int size)
    {
        double[] values = PositiveDefinite(size);
        for (int i = 0; i < size; i++)
            values[(7 * size) + i] = values[(i * size) + 7] = values[i];
        values[(7 * size) + 7] = values[7] = values[7 * size] = values[0];
        return values;
    }

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
