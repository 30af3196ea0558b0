namespace NeuralGpu;

/// <summary>Which output activations and losses go together.</summary>
public static class LossPairing
{
    /// <summary>Lets a pair pass or explains why it does not make sense.</summary>
    /// <exception cref="ArgumentException">The pair is not one of softmax + cross-entropy, sigmoid + binary cross-entropy, identity + a margin loss (hinge, squared hinge, logistic), and identity, sigmoid, tanh or ReLU + mean squared error.</exception>
    public static void Check(Activation output, Loss loss)
    {
        string? reason = (loss, output) switch
        {
            (Loss.CrossEntropy, Activation.Softmax) => null,
            (Loss.CrossEntropy, _) => $"cross-entropy needs the probabilities of a softmax output, but the output is {output}; use a softmax output, or binary cross-entropy with sigmoid, or mean squared error",
            (Loss.BinaryCrossEntropy, Activation.Sigmoid) => null,
            (Loss.BinaryCrossEntropy, _) => $"binary cross-entropy needs each output to be a probability by itself, but the output is {output}; use a sigmoid output, or cross-entropy with softmax",
            (Loss.MeanSquaredError, Activation.Softmax) => "mean squared error does not go with a softmax output (its gradient vanishes where the network is confidently wrong); use cross-entropy with softmax, or a sigmoid, tanh or identity output",
            _ when loss.IsMargin() && output != Activation.Identity => $"{loss} is a loss of margins y·z, which need the scores z of an identity output, but the output is {output}; use an identity output, or binary cross-entropy with sigmoid (the same as logistic with targets 0 and 1), or cross-entropy with softmax",
            _ => null,
        };
        if (reason is not null)
            throw new ArgumentException($"This output and loss do not go together: {reason}.", nameof(loss));
    }
}
