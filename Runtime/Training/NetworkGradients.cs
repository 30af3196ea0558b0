namespace NeuralGpu;

/// <summary>One forward and one backward pass of a network over n samples; C = 1/n Σ ℓᵢ.</summary>
/// <param name="Losses">ℓᵢ, [samples].</param>
/// <param name="Layers">The layers, from input to output.</param>
/// <param name="Inputs">∂ℓᵢ/∂xᵢ, [samples × inputs]: how each sample's loss changes with its own inputs.</param>
public sealed record NetworkGradients(float[] Losses, IReadOnlyList<LayerGradients> Layers, float[] Inputs)
{
    /// <summary>C, summed in binary64 in the order of the samples.</summary>
    public double Loss => Losses.Sum(loss => (double)loss) / Losses.Length;
}
