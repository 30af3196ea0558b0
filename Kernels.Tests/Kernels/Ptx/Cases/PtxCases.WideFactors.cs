using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Cholesky factors, triangular systems and symmetric products in double-double.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> WideFactors =>
    [
        WideCholesky(19, ["Diagonal", "Row", "Finish"]),
        // Only beyond a chunk of 256 rows is there anything trailing, or anything left of a system.
        WideCholesky(257, AllSteps),
        WideSystem(257, 2, isBackward: false),
        WideSystem(257, 2, isBackward: true),
        WideSymmetric(258, 2),
        WideSymmetric(1, 1),
    ];

    private static PtxCase WideCholesky(int size, IReadOnlyList<string> steps)
        => new([.. steps.Select(name => $"DoubleDoubleCholesky {name}")], $"{size}x{size}, one column dependent", memory =>
        {
            double[] values = OneDependent(size);
            var operands = new PairOperands
            {
                MatrixHigh = memory.Doubles(values),
                MatrixLow = memory.Doubles(LowParts(values, 7)),
                High = memory.UnwrittenDoubles(2 * size),
                Low = memory.UnwrittenDoubles(2 * size),
            };
            List<PtxLaunch> launches = CholeskyLaunches("DoubleDoubleCholesky", operands, new CholeskyStep<DoubleDouble> { Size = size, Tolerance = new DoubleDouble(1e-12, 0) });
            return new PtxCall(launches, target => new DoubleDoubleCholesky(target).Run(
                (new(operands.MatrixHigh, size, size), new(operands.MatrixLow, size, size)), (operands.High, operands.Low), 1e-12, 0));
        });

    private static PtxCase WideSystem(int size, int targets, bool isBackward)
        => new(SystemKernels("DoubleDoubleTriangularSolve", isBackward), $"{size} unknowns, {targets} right-hand sides", memory =>
        {
            double[] factor = PositiveDefinite(size);
            var operands = new PairOperands
            {
                MatrixHigh = memory.Doubles(factor),
                MatrixLow = memory.Doubles(LowParts(factor, -1)),
                High = memory.Doubles(2, size * targets),
                Low = memory.Doubles([.. Enumerable.Repeat(1e-20, size * targets)]),
            };
            (DoubleMatrixView, DoubleMatrixView) matrix = (new(operands.MatrixHigh, size, size), new(operands.MatrixLow, size, size));
            (DoubleMatrixView, DoubleMatrixView) right = (new(operands.High, size, targets), new(operands.Low, size, targets));
            return new PtxCall(SystemLaunches("DoubleDoubleTriangularSolve", operands, size, targets, isBackward), target =>
            {
                var solve = new DoubleDoubleTriangularSolve(target);
                if (isBackward)
                    solve.Run(matrix, right);
                else
                    solve.RunTransposed(matrix, right);
            });
        });

    private static PtxCase WideSymmetric(int size, int columns)
        => One("DoubleDoubleSymmetricProduct", $"{size}x{size}, {columns} columns", (kernel, memory) =>
        {
            var operands = new PairOperands
            {
                MatrixHigh = memory.Doubles(1, size * size),
                MatrixLow = memory.Doubles([.. Enumerable.Repeat(1e-19, size * size)]),
                High = memory.Doubles(2, size * columns),
                Low = memory.Doubles([.. Enumerable.Repeat(1e-20, size * columns)]),
            };
            PairOperands written = operands;
            (written.High, written.Low) = (memory.UnwrittenDoubles(size * columns), memory.UnwrittenDoubles(size * columns));
            var launch = PtxLaunch.Linear(kernel, size * columns, operands, written, size, columns);
            return new PtxCall(launch, target => new DoubleDoubleSymmetricProduct(target).Run(
                (new(operands.MatrixHigh, size, size), new(operands.MatrixLow, size, size)),
                (new(operands.High, size, columns), new(operands.Low, size, columns)),
                (new(written.High, size, columns), new(written.Low, size, columns))));
        });

    // Some small part of each number; none in a column that depends on another, so that it still does.
    private static double[] LowParts(double[] values, int dependent)
    {
        int size = (int)Math.Sqrt(values.Length);
        return [.. values.Select((value, at) => at / size == dependent || at % size == dependent || at / size == 0 || at % size == 0 ? 0 : value * 1e-18)];
    }
}
