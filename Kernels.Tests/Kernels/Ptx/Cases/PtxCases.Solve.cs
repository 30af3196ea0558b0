using ILGPU;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>The gather of a mini-batch, and the normal equations in binary64.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> Gathers =>
    [
        One("RowGather", "rows in any order, some twice", (kernel, memory) =>
        {
            (FloatView source, FloatView batch) = (memory.Wild(1, 9 * 43), memory.Unwritten(7 * 43));
            ArrayView<int> order = memory.Integers(8, 0, 3, 3, 5, 1, 8);
            return new PtxCall(PtxLaunch.Linear(kernel, 7 * 43, source, order, batch, 43, 7L * 43), target => new RowGather(target).Run(source.AsMatrix(9, 43), order, batch.AsMatrix(7, 43)));
        }),
    ];

    private static IEnumerable<PtxCase> Solvers =>
    [
        Gram(260, 17, 19),
        Gram(3, 1, 1),
        Product(260, 5, 2),
        Product(3, 1, 1),
        Rowwise("five columns, two targets", 37, 5, memory => Residuals(memory, 37, 5, 2)),
    ];

    private static PtxCase Gram(int rows, int columns, int stride)
        => One("Gram", $"{rows}x{columns} of {stride} columns", (kernel, memory) =>
        {
            (DoubleView x, DoubleView shifts, DoubleView gram) = (memory.Doubles(1, rows * stride), memory.Doubles(2, columns), memory.UnwrittenDoubles(columns * columns));
            return new PtxCall(PtxLaunch.Linear(kernel, columns * columns, x, shifts, gram, rows, stride, columns), target => new Gram(target).Run(new(x, rows, stride), shifts, new(gram, columns, columns)));
        });

    private static PtxCase Product(int rows, int columns, int targets)
        => One("TransposedProduct", $"{rows}x{columns}, {targets} targets", (kernel, memory) =>
        {
            (DoubleView x, DoubleView high, DoubleView low) = (memory.Doubles(1, rows * columns), memory.Doubles(2, rows * targets), memory.Doubles(3, rows * targets));
            (DoubleView productHigh, DoubleView productLow) = (memory.UnwrittenDoubles(columns * targets), memory.UnwrittenDoubles(columns * targets));
            return new PtxCall(PtxLaunch.Linear(kernel, columns * targets, x, high, low, productHigh, productLow, rows, columns, targets), target => new TransposedProduct(target).Run(
                new(x, rows, columns), (new(high, rows, targets), new(low, rows, targets)), (new(productHigh, columns, targets), new(productLow, columns, targets))));
        });

    private static LinearResiduals Residuals(PtxCaseMemory memory, int rows, int columns, int targets)
        => new(
            new(memory.Doubles(1, rows * columns), rows, columns),
            (new(memory.Doubles(2, columns * targets), columns, targets), new(memory.Doubles(3, columns * targets), columns, targets)),
            new(memory.Doubles(4, rows * targets), rows, targets),
            (new(memory.UnwrittenDoubles(rows * targets), rows, targets), new(memory.UnwrittenDoubles(rows * targets), rows, targets)));
}
