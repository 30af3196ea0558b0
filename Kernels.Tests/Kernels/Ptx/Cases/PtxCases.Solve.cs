using ILGPU;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>The gather of a mini-batch, and the normal equations in binary64.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> Gathers =>
    [
        Gather("samples in any order, some twice", memory => new Samples(memory.Wild(1, 9 * 43).AsMatrix(9, 43), memory.Wild(2, 9 * 3).AsMatrix(9, 3)), memory => new Samples(memory.Unwritten(7 * 43).AsMatrix(7, 43), memory.Unwritten(7 * 3).AsMatrix(7, 3)), withNumbers: false),
        Gather("weighted samples and the numbers of an update", memory => new Samples(memory.Wild(1, 9 * 2).AsMatrix(9, 2), memory.Wild(2, 9).AsMatrix(9, 1), memory.Wild(3, 9)), memory => new Samples(memory.Unwritten(7 * 2).AsMatrix(7, 2), memory.Unwritten(7).AsMatrix(7, 1), memory.Unwritten(7)), withNumbers: true),
    ];

    private static PtxCase Gather(string name, Func<PtxCaseMemory, Samples> samples, Func<PtxCaseMemory, Samples> gathered, bool withNumbers)
        => One("SampleGather", name, (kernel, memory) =>
        {
            (Samples source, Samples batch) = (samples(memory), gathered(memory));
            ArrayView<int> order = memory.Integers(8, 0, 3, 3, 5, 1, 8);
            long count = 7L * batch.Width;
            var numbers = new UpdateNumbers(0.1f, 31.6f, 0.999f, 0.998f);
            FloatView destination = withNumbers ? memory.Unwritten(UpdateNumbers.Length) : default;
            return new PtxCall(PtxLaunch.Linear(kernel, count, source, order, batch, count, numbers, destination), target => new SampleGather(target).Run(source, order, batch, numbers, destination));
        });

    private static IEnumerable<PtxCase> NormalEquations =>
    [
        Gram(260, 17, 19),
        Gram(3, 1, 1),
        Accumulate(260, 17, 19, true),
        Accumulate(3, 1, 1, false),
        FloatGram(260, 17, 19, true),
        FloatGram(3, 1, 1, false),
        DoubleDoubleGram(260, 5, 10, true),
        DoubleDoubleGram(3, 2, 2, false),
        NormalResiduals(260, 5, 2, 2, true),
        NormalResiduals(3, 1, 1, 1, false),
    ];

    private static PtxCase Gram(int rows, int columns, int stride)
        => One("Gram", $"{rows}x{columns} of {stride} columns", (kernel, memory) =>
        {
            (DoubleView x, DoubleView shifts, DoubleView gram) = (memory.Doubles(1, rows * stride), memory.Doubles(2, columns), memory.UnwrittenDoubles(columns * columns));
            return new PtxCall(PtxLaunch.Linear(kernel, columns * columns, x, shifts, gram, rows, stride, columns), target => new Gram(target).Run(new(x, rows, stride), shifts, new(gram, columns, columns)));
        });

    private static PtxCase Accumulate(int rows, int columns, int stride, bool weighted)
        => One("Gram.Accumulate", Describe(rows, columns, stride, weighted), (kernel, memory) =>
        {
            (DoubleView x, DoubleView shifts, DoubleView gram) = (memory.Doubles(1, rows * stride), memory.Doubles(2, columns), memory.Doubles(3, columns * columns));
            DoubleView weights = weighted ? memory.Doubles(4, rows) : default;
            GramShape shape = GramShape.For(rows, stride, columns, weights.Length, columns, columns);
            var launch = PtxLaunch.Linear(kernel, shape.Elements, x, shifts, weighted ? weights : shifts, gram, shape);
            return new PtxCall(launch, target => new Gram(target).Accumulate(new(x, rows, stride), shifts, weights, new(gram, columns, columns)));
        });

    private static PtxCase FloatGram(int rows, int columns, int stride, bool weighted)
        => One("FloatGram", Describe(rows, columns, stride, weighted), (kernel, memory) =>
        {
            (FloatView x, FloatView shifts, DoubleView gram) = (memory.Uniform(1, rows * stride), memory.Uniform(2, columns), memory.Doubles(3, columns * columns));
            FloatView weights = weighted ? memory.Uniform(4, rows) : default;
            GramShape shape = GramShape.For(rows, stride, columns, weights.Length, columns, columns);
            var launch = PtxLaunch.Linear(kernel, shape.Elements, x, shifts, weighted ? weights : shifts, gram, shape);
            return new PtxCall(launch, target => new FloatGram(target).Accumulate(x.AsMatrix(rows, stride), shifts, weights, new(gram, columns, columns)));
        });

    private static PtxCase DoubleDoubleGram(int rows, int columns, int stride, bool weighted)
        => One("DoubleDoubleGram", Describe(rows, columns, stride, weighted), (kernel, memory) =>
        {
            (DoubleView x, DoubleView shifts, DoubleView shiftsLow) = (memory.Doubles(1, rows * stride), memory.Doubles(2, columns), memory.LowParts(3, columns));
            (DoubleView gram, DoubleView gramLow) = (memory.Doubles(4, columns * columns), memory.LowParts(5, columns * columns));
            DoubleView weights = weighted ? memory.Doubles(6, rows) : default;
            GramShape shape = GramShape.For(rows, stride, columns, weights.Length, columns, columns);
            var launch = PtxLaunch.Linear(kernel, shape.Elements, x, shifts, shiftsLow, weighted ? weights : shifts, gram, gramLow, shape);
            return new PtxCall(launch, target => new DoubleDoubleGram(target).Accumulate(new(x, rows, stride), (shifts, shiftsLow), weights, (new(gram, columns, columns), new(gramLow, columns, columns))));
        });

    private static PtxCase NormalResiduals(int rows, int columns, int targets, int parts, bool weighted)
        => new(["NormalResiduals", "NormalResiduals products"], $"{Describe(rows, columns, parts * (columns + targets), weighted)}, {targets} targets", memory =>
        {
            int stride = parts * (columns + targets);
            var operands = new ResidualOperands
            {
                Data = memory.Doubles(1, rows * stride),
                CoefficientsHigh = memory.Doubles(2, columns * targets),
                CoefficientsLow = memory.LowParts(3, columns * targets),
                ResidualsHigh = memory.UnwrittenDoubles(rows * targets),
                ResidualsLow = memory.UnwrittenDoubles(rows * targets),
                ProductsHigh = memory.Doubles(4, columns * targets),
                ProductsLow = memory.LowParts(5, columns * targets),
                SquaresHigh = memory.Doubles(6, targets),
                SquaresLow = memory.LowParts(7, targets),
            };
            DoubleView weights = weighted ? memory.Doubles(8, rows) : default;
            operands.RowWeights = weighted ? weights : operands.Data;
            var data = new DoubleMatrixView(operands.Data, rows, stride);
            (DoubleMatrixView, DoubleMatrixView) coefficients = (new(operands.CoefficientsHigh, columns, targets), new(operands.CoefficientsLow, columns, targets));
            (DoubleMatrixView, DoubleMatrixView) residuals = (new(operands.ResidualsHigh, rows, targets), new(operands.ResidualsLow, rows, targets));
            (DoubleMatrixView, DoubleMatrixView) products = (new(operands.ProductsHigh, columns, targets), new(operands.ProductsLow, columns, targets));
            (DoubleView, DoubleView) squares = (operands.SquaresHigh, operands.SquaresLow);
            ResidualShape shape = ResidualShape.For(data, coefficients, weights, residuals, products, squares);
            return new PtxCall(
                [PtxLaunch.Linear("NormalResiduals", (long)rows * targets, operands, shape), PtxLaunch.Linear("NormalResiduals products", (columns + 1L) * targets, operands, shape)],
                target => new NormalResiduals(target).Accumulate(data, coefficients, weights, residuals, products, squares));
        });

    private static string Describe(int rows, int columns, int stride, bool weighted) => $"{rows}x{columns} of {stride} columns{(weighted ? ", weighted" : "")}";
}
