namespace NeuralGpu.Tests;

/// <summary>PTX that cannot be executed, or does what a device would not allow.</summary>
internal sealed class PtxFault(string message) : Exception(message);
