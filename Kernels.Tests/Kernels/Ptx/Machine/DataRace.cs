namespace NeuralGpu.Tests;

/// <summary>Two instructions by which two threads touch the same byte, at least one writing, with no barrier in between.</summary>
internal sealed record DataRace(PtxSpace Space, string First, string Second);
