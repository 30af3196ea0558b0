namespace NeuralGpu.Cli;

/// <summary>What <c>experiments back-propagation --json</c> prints.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Forward">The number at each node.</param>
/// <param name="Gradients">∂c/∂node for each node.</param>
internal sealed record BackPropagationDocument(string Experiment, TrainedOnDocument Device, GraphNumbersDocument Forward, GraphNumbersDocument Gradients);
