namespace NeuralGpu.Cli;

/// <summary>One entry of <c>devices --json</c>.</summary>
internal sealed record DeviceDocument(string Kind, string Name, int Index, long MemoryBytes, string Driver, bool Usable, string? Reason, bool Default);
