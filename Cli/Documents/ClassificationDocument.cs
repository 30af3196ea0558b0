namespace NeuralGpu.Cli;

/// <summary>What <c>evaluate --json</c> prints for a model of classes.</summary>
internal sealed record ClassificationDocument(int Samples, double Loss, double Accuracy, MetricsDocument? Metrics);
