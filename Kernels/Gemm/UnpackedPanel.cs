namespace NeuralGpu.Kernels;

/// <summary>A panel of B that is still a part of the matrix.</summary>
internal readonly struct UnpackedPanel : IPanel
{
    /// <summary>Rows of B that are asked for before they are read: a page or more may lie between them, so that the processor does not guess the next.</summary>
    public const int TermsAhead = 16;

    public static bool IsPacked => false;

    public static bool IsTransposed => false;
}
