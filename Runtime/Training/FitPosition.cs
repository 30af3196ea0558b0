namespace NeuralGpu;

/// <summary>How far a fit has come.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Batch">Its batches that are done.</param>
/// <param name="Updates">Updates done in all.</param>
internal readonly record struct FitPosition(int Epoch, int Batch, long Updates);
