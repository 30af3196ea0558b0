namespace NeuralGpu;

/// <summary>Powers from multiplications only: a C library's pow may differ in the last bit from machine to machine.</summary>
internal static class IeeePower
{
    /// <summary>xⁿ for n ≥ 0, by repeated squaring in binary64, from the lowest bit of n up.</summary>
    public static double Of(double x, long n)
    {
        double power = 1;
        double square = x;
        for (long rest = n; rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
                power *= square;
            square *= square;
        }
        return power;
    }
}
