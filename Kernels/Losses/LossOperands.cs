namespace NeuralGpu.Kernels;

/// <summary>What a loss reads and writes.</summary>
/// <param name="outputs">The network's last layer, [rows × columns], at least one column: z where the loss includes the activation, a where it does not.</param>
/// <param name="targets">y, [rows × columns].</param>
/// <param name="deltas">δ = ∂ℓ/∂z, [rows × columns], written; not the same memory as the outputs.</param>
/// <param name="losses">ℓ of each row, [rows], written.</param>
public readonly struct LossOperands(MatrixView outputs, FloatView targets, FloatView deltas, FloatView losses)
{
    internal readonly FloatView Outputs = outputs.Data;
    internal readonly FloatView Targets = targets;
    internal readonly FloatView Deltas = deltas;
    internal readonly FloatView Losses = losses;
    internal readonly int Columns = outputs.Columns;
}
