using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The reduction of rows to metrics on a device, for the coding of classes that a loss has.</summary>
internal abstract class RowReduction
{
    /// <summary>The operation for a loss: targets −1 and +1 for margin losses, 0 and 1 for the others.</summary>
    public static RowReduction For(Loss loss, OperationCache cache) => loss.IsMargin()
        ? cache.Get(target => new RowReduction<SignedCoding>(target))
        : cache.Get(target => new RowReduction<ZeroOneCoding>(target));

    /// <summary>Writes the figures of <see cref="RowMetrics"/>.</summary>
    /// <param name="outputs">a, [rows × outputs].</param>
    /// <param name="targets">y, [rows × outputs].</param>
    /// <param name="figures">[rows × figures], written.</param>
    public abstract void Run(MatrixView outputs, MatrixView targets, FloatView figures);
}

/// <summary>The reduction for one coding.</summary>
internal sealed class RowReduction<TCoding>(ExecutionTarget target) : RowReduction
    where TCoding : struct, IClassCoding
{
    private readonly Rowwise<RowMetrics<TCoding>> operation = new(target);

    public override void Run(MatrixView outputs, MatrixView targets, FloatView figures)
        => operation.Run(new RowMetrics<TCoding>(outputs, targets.Data, figures), outputs.Rows, outputs.Columns * 4);
}
