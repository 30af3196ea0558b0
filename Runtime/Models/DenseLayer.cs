namespace NeuralGpu;

/// <summary>A fully connected layer: a = f(x·W + b) for a row vector x. Book, section 3.4.</summary>
/// <remarks>W is [inputs × outputs], row-major: the weight from input i to output j is <c>Weights[i * Outputs + j]</c>.</remarks>
public sealed class DenseLayer
{
    /// <summary>Makes a layer that owns the given parameters (the arrays are not copied).</summary>
    /// <param name="inputs">Width of the input, at least 1.</param>
    /// <param name="outputs">Width of the output, at least 1.</param>
    /// <param name="activation">The function f.</param>
    /// <param name="weights">[inputs × outputs], row-major.</param>
    /// <param name="biases">[outputs].</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
    /// <exception cref="ArgumentException">An array's length does not fit the widths.</exception>
    public DenseLayer(int inputs, int outputs, Activation activation, float[] weights, float[] biases)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(biases);
        if (weights.LongLength != (long)inputs * outputs)
            throw new ArgumentException($"A {inputs}x{outputs} layer needs {(long)inputs * outputs} weights, but {weights.Length} were given.", nameof(weights));
        if (biases.Length != outputs)
            throw new ArgumentException($"A layer with {outputs} outputs needs {outputs} biases, but {biases.Length} were given.", nameof(biases));
        Inputs = inputs;
        Outputs = outputs;
        Activation = activation;
        Weights = weights;
        Biases = biases;
    }

    /// <summary>Width of the input.</summary>
    public int Inputs { get; }

    /// <summary>Width of the output.</summary>
    public int Outputs { get; }

    /// <summary>The function applied to x·W + b.</summary>
    public Activation Activation { get; }

    /// <summary>W, [inputs × outputs], row-major.</summary>
    public float[] Weights { get; }

    /// <summary>b, [outputs].</summary>
    public float[] Biases { get; }

    /// <summary>How many numbers the layer learns: inputs · outputs + outputs.</summary>
    public long ParameterCount => (long)Inputs * Outputs + Outputs;

    /// <summary>A layer with its own copy of the parameters.</summary>
    public DenseLayer Clone() => new(Inputs, Outputs, Activation, [.. Weights], [.. Biases]);
}
