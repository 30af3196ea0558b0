namespace NeuralGpu;

/// <summary>A named array of binary64 numbers in a safetensors file.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Shape">The sizes, last fastest; empty for a single number.</param>
/// <param name="Values">As many as the product of the shape.</param>
public sealed record DoubleSafeTensor(string Name, IReadOnlyList<int> Shape, double[] Values);
