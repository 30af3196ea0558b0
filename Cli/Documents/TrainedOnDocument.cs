namespace NeuralGpu.Cli;

/// <summary>The device of a training, as JSON.</summary>
internal sealed record TrainedOnDocument(string Kind, string Name);
