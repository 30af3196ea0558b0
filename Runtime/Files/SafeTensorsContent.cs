namespace NeuralGpu;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">Those of binary32 numbers, in the order of their data.</param>
/// <param name="Metadata">Free text by name; may be empty.</param>
public sealed record SafeTensorsContent(IReadOnlyList<SafeTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Those of binary64 numbers, in the order of their data.</summary>
    public IReadOnlyList<DoubleSafeTensor> DoubleTensors { get; init; } = [];
}
