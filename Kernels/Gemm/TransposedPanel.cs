namespace NeuralGpu.Kernels;

/// <summary>A panel of B that is still a part of the transposed matrix.</summary>
internal readonly struct TransposedPanel : IPanel
{
    /// <summary>Terms that are transposed together: a line of each column.</summary>
    public const int TermsTogether = 16;

    public static bool IsPacked => false;

    public static bool IsTransposed => true;
}
