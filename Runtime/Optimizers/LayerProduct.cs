using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>The product whose elements are a layer's weight gradient, and where the layer's parameters are.</summary>
/// <param name="Inputs">What the layer was fed, [rows × inputs].</param>
/// <param name="Deltas">δ, [rows × outputs].</param>
/// <param name="WeightSums">[inputs × outputs], for sums of part of the rows.</param>
/// <param name="BiasSums">[outputs], for sums of part of the rows.</param>
/// <param name="Weights">Where W begins among all parameters.</param>
/// <param name="Biases">Where b begins among them.</param>
/// <param name="DecaysBiases">Whether a weight decay applies to biases.</param>
internal readonly record struct LayerProduct(MatrixView Inputs, MatrixView Deltas, MatrixView WeightSums, FloatView BiasSums, long Weights, long Biases, bool DecaysBiases)
{
    /// <summary>Queues the product and, in the same launch, the update of the layer's parameters.</summary>
    /// <param name="operations">The device's operations.</param>
    /// <param name="update">The update of all parameters.</param>
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
            new ThenUpdate<TUpdate>(update, UpdateNumbers.For(numbers, isDecayed: true), UpdateNumbers.For(numbers, DecaysBiases), Weights, Biases, Deltas.Columns),
            BiasSums);
}
