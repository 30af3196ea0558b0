namespace NeuralGpu.Cli;

/// <summary>What <c>experiments deltas --json</c> prints.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Samples">Samples that the network was run on.</param>
/// <param name="Loss">Their mean loss.</param>
/// <param name="LargestDifference">Between the recursion and the central differences, over all layers.</param>
/// <param name="Layers">From the first hidden layer to the output.</param>
internal sealed record DeltasDocument(string Experiment, TrainedOnDocument Device, int Samples, double Loss, double LargestDifference, IReadOnlyList<LayerDeltasDocument> Layers);
