using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Gradient descent: W ← W − ηₜḡ, with all samples, one or a mini-batch as the batch. Cauchy 1847; Robbins and Monro, "A stochastic approximation method", 1951. Book, (2.1)–(2.3).</summary>
/// <remarks>In binary32: W ← fma(−r, g, W), r = ηₜ/b rounded once, g the sum over the batch.</remarks>
public sealed record Sgd : Optimizer
{
    /// <inheritdoc/>
    public override int MomentsPerParameter => 0;

    /// <inheritdoc/>
    public override void Validate()
    {
    }

    internal override UpdateNumbers Numbers(double learningRate, int batchSize, long number) => new((float)(learningRate / batchSize));

    internal override void Update(in ParameterUpdate update) => update.Run(new SgdUpdate(update.Parameters, update.Gradient, ParameterUpdate.OnDevice));
}
