namespace NeuralGpu.Cli;

/// <summary>One entry of <c>verify --json</c>.</summary>
internal sealed record VerifyDocument(string Device, string Case, string Sha256, string Expected, bool Ok);
