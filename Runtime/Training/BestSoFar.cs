namespace NeuralGpu;

/// <summary>What early stopping has seen so far.</summary>
/// <param name="Network">The best epoch's network.</param>
/// <param name="Value">Its metric.</param>
/// <param name="Epoch">Its number.</param>
/// <param name="EpochsWithout">Epochs since then.</param>
internal sealed record BestSoFar(Network Network, double Value, int Epoch, int EpochsWithout);
