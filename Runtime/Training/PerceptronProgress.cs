namespace NeuralGpu;

/// <summary>Where a perceptron's fit stands, after an epoch.</summary>
/// <param name="Epoch">The finished epoch, from 1.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="Mistakes">Updates of this epoch, over all outputs.</param>
/// <param name="Updates">Updates since the fit began.</param>
/// <param name="Elapsed">Time since the fit began.</param>
public sealed record PerceptronProgress(int Epoch, int Epochs, int Mistakes, long Updates, TimeSpan Elapsed);
