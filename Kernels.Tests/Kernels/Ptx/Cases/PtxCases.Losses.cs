using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Losses, sample weights and metrics.</content>
internal static partial class PtxCases
{
    private static IEnumerable<PtxCase> Losses =>
    [
        .. Loss(operands => new Kernels.SoftmaxCrossEntropy(operands)),
        .. Loss(operands => new Kernels.SigmoidCrossEntropy(operands)),
        .. Loss(operands => new MarginLoss<Kernels.Hinge>(operands)),
        .. Loss(operands => new MarginLoss<Kernels.SquaredHinge>(operands)),
        .. Loss(operands => new MarginLoss<LogisticMargin>(operands)),
        .. Loss(operands => new HalfSquaredError<Kernels.Identity>(operands)),
        .. Loss(operands => new HalfSquaredError<Kernels.Sigmoid>(operands)),
        .. Loss(operands => new HalfSquaredError<Kernels.Tanh>(operands)),
        .. Loss(operands => new HalfSquaredError<Kernels.Relu>(operands)),
        Rowwise("any bits", 11, 7, memory => new RowWeights(memory.Uniform(1, 11), memory.Wild(2, 11), memory.Wild(3, 77).AsMatrix(11, 7))),
    ];

    private static IEnumerable<PtxCase> Metrics =>
    [
        RowMetricsOf<ZeroOneCoding>("one output", 41, 1),
        RowMetricsOf<ZeroOneCoding>("seven outputs", 11, 7),
        RowMetricsOf<ZeroOneCoding>("two chunks of outputs", 2, 300),
        RowMetricsOf<SignedCoding>("one output", 41, 1),
        RowMetricsOf<SignedCoding>("seven outputs", 11, 7),
    ];

    private static IEnumerable<PtxCase> Loss<TLoss>(Func<LossOperands, TLoss> loss)
        where TLoss : struct, IRowwise
        =>
        [
            Rowwise("any bits", 11, 7, memory => loss(new LossOperands(memory.Wild(1, 77).AsMatrix(11, 7), memory.Uniform(2, 77), memory.Unwritten(77), memory.Unwritten(11)))),
            Rowwise("two chunks of columns", 2, 300, memory => loss(new LossOperands(memory.Uniform(1, 600).AsMatrix(2, 300), memory.Uniform(2, 600), memory.Unwritten(600), memory.Unwritten(2)))),
        ];

    private static PtxCase RowMetricsOf<TCoding>(string name, int rows, int columns)
        where TCoding : struct, IClassCoding
        => Rowwise(name, rows, columns, memory => new RowMetrics<TCoding>(
            memory.Uniform(1, rows * columns).AsMatrix(rows, columns), memory.Uniform(2, rows * columns), memory.Unwritten(rows * RowMetrics.Figures)));
}
