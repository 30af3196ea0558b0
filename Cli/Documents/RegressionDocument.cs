namespace NeuralGpu.Cli;

/// <summary>What <c>evaluate --json</c> prints for a model of a value.</summary>
internal sealed record RegressionDocument(int Samples, double Loss, double Rmse, double RSquared, MetricsDocument? Metrics);
