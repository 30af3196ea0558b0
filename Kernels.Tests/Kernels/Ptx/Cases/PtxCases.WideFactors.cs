using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Cholesky factors and triangular systems in double-double.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> WideFactors =>
    [
        WideCholesky(19, ["Diagonal", "Row", "Finish"]),
        // Only beyond a chunk of 256 rows is there anything trailing.
        WideCholesky(257, ["Diagonal", "Row", "Trailing", "Finish"]),
        WideSystem(37, 2, isBackward: false),
        WideSystem(37, 2, isBackward: true),
    ];

    private static PtxCase WideCholesky(int size, IReadOnlyList<string> kernels)
        => new([.. kernels.Select(name => $"DoubleDoubleCholesky {name}")], $"{size}x{size}, one column dependent", memory =>
        {
            double[] values = PositiveDefinite(size);
            for (int i = 0; i < size; i++)
                values[(7 * size) + i] = values[(i * size) + 7] = values[i];
            values[(7 * size) + 7] = values[7] = values[7 * size] = values[0];
            var operands = new PairOperands
            {
                MatrixHigh = memory.Doubles(values),
                MatrixLow = memory.Doubles(LowParts(values, 7)),
                High = memory.UnwrittenDoubles(2 * size),
                Low = memory.UnwrittenDoubles(2 * size),
            };
            var step = new CholeskyStep { Size = size, Tolerance = 1e-12 };
            var launches = new List<PtxLaunch> { PtxLaunch.Linear("DoubleDoubleCholesky Diagonal", size, operands, step) };
            for (step.Start = 0; step.Start < size; step.Start += DotProduct.ChunkLength)
            {
                step.End = Math.Min(size, step.Start + DotProduct.ChunkLength);
                for (step.Row = step.Start; step.Row < step.End; step.Row++)
                    launches.Add(PtxLaunch.Linear("DoubleDoubleCholesky Row", size - step.Row, operands, step));
                long rest = size - step.End;
                if (rest > 0)
                    launches.Add(PtxLaunch.Linear("DoubleDoubleCholesky Trailing", rest * rest, operands, step));
            }
            launches.Add(PtxLaunch.Linear("DoubleDoubleCholesky Finish", size, operands, step));
            return new PtxCall(launches, target => new DoubleDoubleCholesky(target).Run(
                (new(operands.MatrixHigh, size, size), new(operands.MatrixLow, size, size)), (operands.High, operands.Low), 1e-12, 0));
        });

    private static PtxCase WideSystem(int size, int targets, bool isBackward)
        => One(isBackward ? "DoubleDoubleTriangularSolve Backward" : "DoubleDoubleTriangularSolve Forward", $"{size} unknowns, {targets} right-hand sides", (kernel, memory) =>
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
            var launch = PtxLaunch.Linear(kernel, targets, operands, new TriangularStep { Size = size, Targets = targets });
            return new PtxCall(launch, target =>
            {
                var solve = new DoubleDoubleTriangularSolve(target);
                if (isBackward)
                    solve.Run(matrix, right);
                else
                    solve.RunTransposed(matrix, right);
            });
        });

    // Some small part of each number; none in a column that depends on another, so that it still does.
    private static double[] LowParts(double[] values, int dependent)
    {
        int size = (int)Math.Sqrt(values.Length);
        return [.. values.Select((value, at) => at / size == dependent || at % size == dependent || at / size == 0 || at % size == 0 ? 0 : value * 1e-18)];
    }
}
