namespace NeuralGpu.Tests;

/// <summary>A call that the CUDA driver would refuse, or that would go wrong on a device sooner or later.</summary>
internal sealed class StandInMisuse(string message, Exception? cause = null) : Exception(message, cause);
