using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>What a layer does on a device, for the activation that it has.</summary>
internal abstract class DenseOperations
{
    /// <summary>The operations for an activation. Softmax layers compute z here; their loss or prediction finishes them.</summary>
    public static DenseOperations For(Activation activation, OperationCache cache) => activation switch
    {
        Activation.Sigmoid => cache.Get(target => new DenseOperations<Kernels.Sigmoid>(target)),
        Activation.Tanh => cache.Get(target => new DenseOperations<Kernels.Tanh>(target)),
        Activation.Relu => cache.Get(target => new DenseOperations<Relu>(target)),
        Activation.Identity or Activation.Softmax => cache.Get(target => new DenseOperations<Identity>(target)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    /// <summary>outputs = f(inputs·W + b).</summary>
    /// <param name="inputs">[rows × inputs].</param>
    /// <param name="weights">[inputs × outputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="outputs">[rows × outputs].</param>
    public abstract void Forward(MatrixView inputs, MatrixView weights, FloatView bias, MatrixView outputs);

    /// <summary>This layer's δ from the next one's: δ = (δⁿᵉˣᵗ·(Wⁿᵉˣᵗ)ᵀ) ⊙ f′(z). Book, section 4.4.</summary>
    /// <param name="nextDeltas">[rows × next].</param>
    /// <param name="nextWeights">[this × next].</param>
    /// <param name="outputs">This layer's a, [rows × this].</param>
    /// <param name="deltas">[rows × this], written.</param>
    public abstract void PropagateDelta(MatrixView nextDeltas, MatrixView nextWeights, MatrixView outputs, MatrixView deltas);

    /// <summary>values ← f(values): finishes outputs that were left as z.</summary>
    public abstract void Activate(MatrixView values);

    /// <summary>values ← f′(z), from values = f(z).</summary>
    public abstract void Differentiate(MatrixView values);
}

/// <summary>The operations for one activation.</summary>
internal sealed class DenseOperations<TActivation>(ExecutionTarget target) : DenseOperations
    where TActivation : struct, IActivation
{
    private readonly Gemm<BiasActivation<TActivation>> forward = new(target);
    private readonly Lazy<Gemm<TimesDerivative<TActivation>>> propagate = new(() => new Gemm<TimesDerivative<TActivation>>(target));
    private readonly Lazy<Elementwise<Map<TActivation>>> map = new(() => new Elementwise<Map<TActivation>>(target));
    private readonly Lazy<Elementwise<MapDerivative<TActivation>>> derivative = new(() => new Elementwise<MapDerivative<TActivation>>(target));

    public override void Forward(MatrixView inputs, MatrixView weights, FloatView bias, MatrixView outputs)
        => forward.Run(GemmLayout.NN, 1f, inputs, weights, 0f, outputs, new BiasActivation<TActivation>(bias));

    public override void PropagateDelta(MatrixView nextDeltas, MatrixView nextWeights, MatrixView outputs, MatrixView deltas)
        => propagate.Value.Run(GemmLayout.NT, 1f, nextDeltas, nextWeights, 0f, deltas, new TimesDerivative<TActivation>(outputs.Data, outputs.Columns));

    public override void Activate(MatrixView values)
        => map.Value.Run(new Map<TActivation>(values.Data, values.Data), (long)values.Rows * values.Columns, costPerElement: 8);

    public override void Differentiate(MatrixView values)
        => derivative.Value.Run(new MapDerivative<TActivation>(values.Data, values.Data), (long)values.Rows * values.Columns);
}
