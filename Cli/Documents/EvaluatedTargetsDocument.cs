namespace NeuralGpu.Cli;

/// <summary>What <c>evaluate --json</c> prints for a linear model of several targets: what it prints for one, by the target's name.</summary>
internal sealed record EvaluatedTargetsDocument(int Samples, IReadOnlyDictionary<string, RegressionDocument> Targets);
