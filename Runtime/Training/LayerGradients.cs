namespace NeuralGpu;

/// <summary>What back-propagation finds at one layer. Book, sections 4.3 and 4.4.</summary>
/// <param name="Outputs">a = f(z), [samples × outputs].</param>
/// <param name="Deltas">δ, [samples × outputs]: row i is ∂ℓᵢ/∂z, the gradient of sample i's own loss, not divided by n.</param>
/// <param name="Weights">∂C/∂W = aᵀδ/n with a the outputs of the layer before, [inputs × outputs], row-major.</param>
/// <param name="Biases">∂C/∂b = Σᵢ δᵢ/n, [outputs].</param>
public sealed record LayerGradients(float[] Outputs, float[] Deltas, float[] Weights, float[] Biases);
