using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>A loss together with the activation that it goes with, on a device.</summary>
internal abstract class OutputLoss
{
    /// <summary>Whether the loss starts from z and has the activation inside; the last layer then computes z only.</summary>
    public abstract bool TakesWeightedInputs { get; }

    /// <summary>The operation for a pair.</summary>
    /// <exception cref="ArgumentException">The two do not go together.</exception>
    public static OutputLoss For(Activation output, Loss loss, OperationCache cache)
    {
        LossPairing.Check(output, loss);
        return (loss, output) switch
        {
            (Loss.CrossEntropy, _) => cache.Get(target => new OutputLoss<SoftmaxCrossEntropy>(target, true, operands => new SoftmaxCrossEntropy(operands))),
            (Loss.BinaryCrossEntropy, _) => cache.Get(target => new OutputLoss<SigmoidCrossEntropy>(target, true, operands => new SigmoidCrossEntropy(operands))),
            (Loss.Hinge, _) => cache.Get(target => new OutputLoss<MarginLoss<Kernels.Hinge>>(target, false, operands => new MarginLoss<Kernels.Hinge>(operands))),
            (Loss.SquaredHinge, _) => cache.Get(target => new OutputLoss<MarginLoss<Kernels.SquaredHinge>>(target, false, operands => new MarginLoss<Kernels.SquaredHinge>(operands))),
            (Loss.Logistic, _) => cache.Get(target => new OutputLoss<MarginLoss<LogisticMargin>>(target, false, operands => new MarginLoss<LogisticMargin>(operands))),
            (_, Activation.Sigmoid) => cache.Get(target => new OutputLoss<HalfSquaredError<Kernels.Sigmoid>>(target, false, operands => new HalfSquaredError<Kernels.Sigmoid>(operands))),
            (_, Activation.Tanh) => cache.Get(target => new OutputLoss<HalfSquaredError<Kernels.Tanh>>(target, false, operands => new HalfSquaredError<Kernels.Tanh>(operands))),
            (_, Activation.Relu) => cache.Get(target => new OutputLoss<HalfSquaredError<Relu>>(target, false, operands => new HalfSquaredError<Relu>(operands))),
            _ => cache.Get(target => new OutputLoss<HalfSquaredError<Identity>>(target, false, operands => new HalfSquaredError<Identity>(operands))),
        };
    }

    /// <summary>Writes δ and the rows' losses.</summary>
    /// <param name="outputs">z or a, [rows × outputs].</param>
    /// <param name="targets">y, [rows × outputs].</param>
    /// <param name="deltas">[rows × outputs], written.</param>
    /// <param name="losses">[rows], written.</param>
    public abstract void Run(MatrixView outputs, MatrixView targets, MatrixView deltas, FloatView losses);
}

/// <summary>A loss on a device.</summary>
internal sealed class OutputLoss<TOperation>(ExecutionTarget target, bool takesWeightedInputs, Func<LossOperands, TOperation> create) : OutputLoss
    where TOperation : struct, IRowwise
{
    private readonly Rowwise<TOperation> operation = new(target);

    public override bool TakesWeightedInputs => takesWeightedInputs;

    public override void Run(MatrixView outputs, MatrixView targets, MatrixView deltas, FloatView losses)
        => operation.Run(create(new LossOperands(outputs, targets.Data, deltas.Data, losses)), outputs.Rows, outputs.Columns * 8);
}
