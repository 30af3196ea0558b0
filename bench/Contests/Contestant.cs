namespace NeuralGpu.Bench;

/// <summary>A peer that ours is measured beside.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Version">What exactly it is; null when it is not installed.</param>
internal sealed record Contestant(string Name, string? Version);
