namespace NeuralGpu.Tests;

/// <summary>A piece of global memory.</summary>
/// <param name="Start">Address of its first byte.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="History">Who accessed them.</param>
internal sealed record PtxRegion(ulong Start, byte[] Data, AccessHistory History);
