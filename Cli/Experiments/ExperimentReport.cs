namespace NeuralGpu.Cli;

/// <summary>What an experiment came to, in the three forms in which it can be had.</summary>
/// <param name="WriteTables">For people.</param>
/// <param name="WriteJson">One JSON document.</param>
/// <param name="Draw">A figure for a page.</param>
internal sealed record ExperimentReport(Action<Messages> WriteTables, Action<TextWriter> WriteJson, Func<Figure> Draw);
