namespace NeuralGpu;

/// <summary>A cosine from additions and multiplications only: a C library's cos may differ in the last bit from machine to machine.</summary>
internal static class IeeeCosine
{
    // Terms of the Taylor series: enough for |y| ≤ π/4, where the next one is below 10⁻¹⁹.
    private const int Terms = 10;

    /// <summary>cos(πx) for x from 0 to 1, to some 10⁻¹⁶.</summary>
    public static double OfHalfTurns(double x) => x switch
    {
        <= 0.25 => Cosine(Math.PI * x),
        <= 0.75 => Sine(Math.PI * (0.5 - x)),
        _ => -Cosine(Math.PI * (1 - x)),
    };

    // 1 − y²/2!·(1 − y²/(3·4)·(1 − …)), from the innermost bracket out.
    private static double Cosine(double y)
    {
        double bracket = 1;
        for (int k = 2 * Terms; k > 0; k -= 2)
            bracket = 1 - (y * y / ((k - 1) * k) * bracket);
        return bracket;
    }

    private static double Sine(double y)
    {
        double bracket = 1;
        for (int k = 2 * Terms; k > 0; k -= 2)
            bracket = 1 - (y * y / (k * (k + 1)) * bracket);
        return y * bracket;
    }
}
