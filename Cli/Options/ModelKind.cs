namespace NeuralGpu.Cli;

/// <summary>What <c>--model</c> names.</summary>
internal enum ModelKind
{
    /// <summary>One layer that starts at zero, by descent: linear, logistic and softmax regression, margin classifiers.</summary>
    Linear,

    /// <summary>One layer by the perceptron's rule.</summary>
    Perceptron,

    /// <summary>A network with hidden layers.</summary>
    Mlp,
}
