using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The product whose elements are a layer's weight gradient, and where the layer's parameters are.</summary>
/// <param name="Inputs">What the layer was fed, [rows × inputs].</param>
/// <param name="Deltas">δ, [rows × outputs].</param>
/// <param name="WeightSums">[inputs × outputs], for sums of part of the rows.</param>
/// <param name="BiasSums">[outputs], for sums of part of the rows.</param>
/// <param name="Biases">Where b begins after the first of W.</param>
internal readonly record struct LayerProduct(MatrixView Inputs, MatrixView Deltas, MatrixView WeightSums, FloatView BiasSums, long Biases)
{
    /// <summary>Queues the product and, in the same launch, the update of the layer's parameters.</summary>
    /// <param name="operations">The device's operations.</param>
    /// <param name="update">The update of parameters that begin with W.</param>
    /// <param name="numbers">The update's numbers, in the device's memory, [<see cref="UpdateNumbers.Length"/>].</param>
    public void Run<TUpdate>(OperationCache operations, in TUpdate update, FloatView numbers)
        where TUpdate : struct, IUpdate<TUpdate>
        => operations.Get(static target => new Gemm<ThenUpdate<TUpdate>>(target)).Run(
            GemmLayout.TN,
            1f,
            Inputs,
            Deltas,
            0f,
            WeightSums,
            new ThenUpdate<TUpdate>(update, numbers, Biases, Deltas.Columns),
            BiasSums);
}
