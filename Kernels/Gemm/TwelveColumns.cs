namespace NeuralGpu.Kernels;

/// <summary>Twelve columns.</summary>
internal readonly struct TwelveColumns : ITileColumns
{
    public static int Count => 12;
}
