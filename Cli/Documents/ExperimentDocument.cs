namespace NeuralGpu.Cli;

/// <summary>One entry of <c>experiments --json</c>.</summary>
internal sealed record ExperimentDocument(string Name, string BookSection, string Summary);
