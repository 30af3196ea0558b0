namespace NeuralGpu;

/// <summary>Scales columns by powers of two, which rounds nothing, so that their largest magnitude is in [1, 2): sums of squares then neither overflow nor vanish, and pivots can be compared.</summary>
internal static class BinaryScale
{
    // 2^±1000 and its inverse are both normal numbers.
    private const int LargestExponent = 1000;

    /// <summary>For each column the exponent e with 2ᵉ ≤ max |v| &lt; 2ᵉ⁺¹; 0 for a column of zeros.</summary>
    public static int[] Exponents(double[] values, int stride, int columns)
    {
        var largest = new double[columns];
        for (long row = 0; row < values.LongLength; row += stride)
        {
            for (int column = 0; column < columns; column++)
                largest[column] = Math.Max(largest[column], Math.Abs(values[row + column]));
        }
        return [.. largest.Select(value => value == 0 ? 0 : Math.Clamp(Math.ILogB(value), -LargestExponent, LargestExponent))];
    }

    /// <summary>Divides column j by 2 to the power exponents[j mod length], in place.</summary>
    public static void Divide(double[] values, int stride, int[] exponents)
    {
        double[] factors = [.. exponents.Select(exponent => Math.ScaleB(1, -exponent))];
        for (long row = 0; row < values.LongLength; row += stride)
        {
            for (int column = 0; column < stride; column++)
                values[row + column] *= factors[column % factors.Length];
        }
    }
}
