namespace NeuralGpu;

/// <summary>One update of a perceptron.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Row">The misclassified sample, from 0.</param>
/// <param name="Output">The output that learnt, from 0.</param>
public readonly record struct PerceptronUpdate(int Epoch, int Row, int Output);
