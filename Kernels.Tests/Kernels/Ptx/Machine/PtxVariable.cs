namespace NeuralGpu.Tests;

/// <summary>A declared piece of memory.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Space">Where it lies.</param>
/// <param name="Offset">Bytes from the space's start.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record PtxVariable(string Name, PtxSpace Space, int Offset, int Bytes);
