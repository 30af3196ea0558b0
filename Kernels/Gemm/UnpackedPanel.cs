namespace NeuralGpu.Kernels;

/// <summary>A panel of B that is still a part of the matrix.</summary>
internal readonly struct UnpackedPanel : IPanel
{
    public static bool IsPacked => false;
}
