namespace NeuralGpu.Cli;

/// <summary>A network's δ in binary64 by central differences, δ = ∂ℓ/∂z ≈ (ℓ(z + h) − ℓ(z − h))/2h: slow, obvious, and without the recursion of section 4.4.</summary>
internal static class CentralDifferences
{
    // The formula's error grows with h² and rounding's with 1/h; about 1e-10 is left of both.
    private const double Step = 1e-5;

    /// <summary>∂ℓ/∂z of one neuron for one sample, with ℓ = ½‖a − y‖².</summary>
    /// <param name="network">Identity, sigmoid, tanh and ReLU layers.</param>
    /// <param name="inputs">x, [features].</param>
    /// <param name="targets">y, [outputs].</param>
    /// <param name="layer">The neuron's layer, from 0.</param>
    /// <param name="neuron">The neuron, from 0.</param>
    public static double Delta(Network network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int layer, int neuron)
        => (Loss(network, inputs, targets, layer, neuron, Step) - Loss(network, inputs, targets, layer, neuron, -Step)) / (2 * Step);

    private static double Loss(Network network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int layer, int neuron, double shift)
    {
        var a = new double[inputs.Length];
        for (int i = 0; i < a.Length; i++)
            a[i] = inputs[i];
        for (int l = 0; l < network.Layers.Count; l++)
        {
            double[] z = WeightedInputs(network.Layers[l], a);
            if (l == layer)
                z[neuron] += shift;
            a = [.. z.Select(value => Apply(network.Layers[l].Activation, value))];
        }
        double loss = 0;
        for (int j = 0; j < a.Length; j++)
            loss += 0.5 * (a[j] - targets[j]) * (a[j] - targets[j]);
        return loss;
    }

    private static double[] WeightedInputs(DenseLayer layer, double[] a)
    {
        var z = new double[layer.Outputs];
        for (int j = 0; j < z.Length; j++)
        {
            z[j] = layer.Biases[j];
            for (int i = 0; i < a.Length; i++)
                z[j] += a[i] * layer.Weights[(i * layer.Outputs) + j];
        }
        return z;
    }

    private static double Apply(Activation activation, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-z)),
        Activation.Tanh => Math.Tanh(z),
        Activation.Relu => Math.Max(0, z),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "This activation is not a function of one number."),
    };
}
