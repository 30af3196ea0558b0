namespace NeuralGpu.Cli;

/// <summary>C(W) over all samples after some updates.</summary>
internal sealed record PathPointDocument(long Update, double Loss);
