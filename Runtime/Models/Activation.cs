namespace NeuralGpu;

/// <summary>The function that turns a layer's weighted inputs z into its outputs a = f(z).</summary>
public enum Activation
{
    /// <summary>a = z; derivative 1.</summary>
    Identity,

    /// <summary>a = σ(z) = 1/(1 + e⁻ᶻ); derivative a(1 − a). Book, section 3.2.</summary>
    Sigmoid,

    /// <summary>a = tanh z; derivative 1 − a². Book, section 3.4.</summary>
    Tanh,

    /// <summary>a = max(0, z); derivative 1 for a &gt; 0, else 0 (ReLU′(0) = 0). Book, section 3.4.</summary>
    Relu,

    /// <summary>aⱼ = e^(zⱼ) / Σₖ e^(zₖ) over a row; only as an output, together with <see cref="Loss.CrossEntropy"/>.</summary>
    Softmax,
}
