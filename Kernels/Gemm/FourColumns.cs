namespace NeuralGpu.Kernels;

/// <summary>Four columns.</summary>
internal readonly struct FourColumns : ITileColumns
{
    public static int Count => 4;
}
