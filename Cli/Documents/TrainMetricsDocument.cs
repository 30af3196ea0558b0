namespace NeuralGpu.Cli;

/// <summary>The metrics of each part of the data; null for a part that there is not.</summary>
internal sealed record TrainMetricsDocument(MetricsDocument? Train, MetricsDocument? Validation, MetricsDocument? Test);
