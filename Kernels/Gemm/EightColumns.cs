namespace NeuralGpu.Kernels;

/// <summary>Eight columns.</summary>
internal readonly struct EightColumns : ITileColumns
{
    public static int Count => 8;
}
