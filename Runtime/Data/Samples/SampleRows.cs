namespace NeuralGpu;

/// <summary>Some consecutive rows in memory that is not the reader's to write.</summary>
/// <param name="Count">Rows; 0 at the end.</param>
/// <param name="Features">[rows × features].</param>
/// <param name="Targets">[rows × targets].</param>
/// <param name="Weights">[rows]; empty when there are none.</param>
internal readonly record struct SampleRows(int Count, ReadOnlyMemory<double> Features, ReadOnlyMemory<double> Targets, ReadOnlyMemory<double> Weights);
