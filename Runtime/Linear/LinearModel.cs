namespace NeuralGpu;

/// <summary>A linear model f(x) = x·W + w₀ in binary64, for one or several targets. Book, (1.1).</summary>
/// <remarks>A plain host object: it needs no device.</remarks>
public sealed class LinearModel
{
    /// <summary>Makes a model that owns the given arrays (they are not copied).</summary>
    /// <param name="coefficients">W, [features × targets], row-major.</param>
    /// <param name="intercepts">w₀, [targets]; zeros for a model through the origin.</param>
    /// <exception cref="ArgumentException">There is no target or no feature, or the coefficients are not a whole number of rows.</exception>
    public LinearModel(double[] coefficients, double[] intercepts)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        ArgumentNullException.ThrowIfNull(intercepts);
        if (intercepts.Length == 0 || coefficients.Length == 0 || coefficients.Length % intercepts.Length != 0)
            throw new ArgumentException($"{coefficients.Length} coefficients are not one or more whole rows of {intercepts.Length} targets.", nameof(coefficients));
        Coefficients = coefficients;
        Intercepts = intercepts;
    }

    /// <summary>W, [features × targets], row-major.</summary>
    public double[] Coefficients { get; }

    /// <summary>w₀, [targets].</summary>
    public double[] Intercepts { get; }

    /// <summary>Number of features.</summary>
    public int Features => Coefficients.Length / Intercepts.Length;

    /// <summary>Number of targets.</summary>
    public int Targets => Intercepts.Length;

    /// <summary>The model in a network of one identity layer; its parameters are rounded to nearest.</summary>
    /// <exception cref="ArgumentException">The network has another shape.</exception>
    public static LinearModel FromNetwork(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Layers is not [{ Activation: Activation.Identity } layer])
            throw new ArgumentException($"A linear model is a network of one identity layer; this one is {string.Join(", ", network.Layers.Select(layer => $"{layer.Outputs} {layer.Activation}"))}.", nameof(network));
        return new LinearModel([.. layer.Weights.Select(weight => (double)weight)], [.. layer.Biases.Select(bias => (double)bias)]);
    }

    /// <summary>The model as a network of one identity layer; its parameters are rounded to binary32.</summary>
    public Network ToNetwork()
        => new([new DenseLayer(Features, Targets, Activation.Identity, [.. Coefficients.Select(coefficient => (float)coefficient)], [.. Intercepts.Select(intercept => (float)intercept)])]);

    /// <summary>The targets of each row: a chain of fma from w₀ in ascending order of the features.</summary>
    /// <param name="inputs">[rows × features], row-major.</param>
    /// <returns>[rows × targets], row-major.</returns>
    /// <exception cref="ArgumentException">The inputs are not a whole number of rows.</exception>
    public double[] Predict(double[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length % Features != 0)
            throw new ArgumentException($"{inputs.Length} values are not a whole number of rows of the model's {Features} features.", nameof(inputs));
        var predictions = new double[checked(inputs.Length / Features * Targets)];
        for (int at = 0; at < predictions.Length; at++)
        {
            int row = at / Targets;
            int target = at % Targets;
            double sum = Intercepts[target];
            for (int feature = 0; feature < Features; feature++)
                sum = Math.FusedMultiplyAdd(inputs[(row * Features) + feature], Coefficients[(feature * Targets) + target], sum);
            predictions[at] = sum;
        }
        return predictions;
    }
}
