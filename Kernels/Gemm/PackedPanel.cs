namespace NeuralGpu.Kernels;

/// <summary>A panel of B that is packed.</summary>
internal readonly struct PackedPanel : IPanel
{
    public static bool IsPacked => true;

    public static bool IsTransposed => false;
}
