namespace NeuralGpu;

/// <summary>What becomes of columns that are linear combinations of others.</summary>
public enum RankDeficiency
{
    /// <summary>An error that names them.</summary>
    Refuse,

    /// <summary>Of all solutions the one with the smallest Σw² over the coefficients (a free intercept is not among them).</summary>
    MinimumNorm,
}
