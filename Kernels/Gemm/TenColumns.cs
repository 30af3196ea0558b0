namespace NeuralGpu.Kernels;

/// <summary>Ten columns.</summary>
internal readonly struct TenColumns : ITileColumns
{
    public static int Count => 10;
}
