using System.Globalization;

namespace NeuralGpu;

/// <summary>The basis of polynomial regression without its constant: x, x², …, xᵐ. Book, (1.8).</summary>
public static class PolynomialFeatures
{
    /// <summary>The highest degree.</summary>
    public const int LargestDegree = 64;

    /// <summary>The powers of each value, each by one multiplication from the one before.</summary>
    /// <param name="values">[rows].</param>
    /// <param name="degree">m, from 1 to 64.</param>
    /// <returns>[rows × degree], row-major: what a model of <see cref="PolynomialRegression"/> predicts from.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The degree is out of its range.</exception>
    public static double[] Powers(double[] values, int degree)
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireDegree(degree);
        var powers = new double[checked((long)values.Length * degree)];
        for (int row = 0; row < values.Length; row++)
        {
            double power = 1;
            for (int k = 0; k < degree; k++)
                powers[(row * degree) + k] = power *= values[row];
        }
        return powers;
    }

    internal static void RequireDegree(int degree)
    {
        if (degree is < 1 or > LargestDegree)
            throw new ArgumentOutOfRangeException(nameof(degree), degree, $"The degree must be from 1 to {LargestDegree}.");
    }

    /// <summary>The power of a value by repeated multiplication.</summary>
    internal static double Power(double x, int degree)
    {
        double power = 1;
        for (int k = 0; k < degree; k++)
            power *= x;
        return power;
    }

    /// <summary>Refuses values whose highest power is beyond binary64.</summary>
    internal static void RequirePowers(double[] inputs, int degree)
    {
        for (int row = 0; row < inputs.Length; row++)
        {
            if (!double.IsFinite(Power(inputs[row], degree)))
                throw new ArgumentException($"In row {row} (from 0), {TooLarge(inputs[row], degree)}", nameof(inputs));
        }
    }

    /// <summary>What is wrong with a value whose power is beyond binary64, and how to mend it.</summary>
    internal static string TooLarge(double x, int degree)
        => string.Create(CultureInfo.InvariantCulture, $"{x} to the power {degree} is too large for binary64; divide the feature by a suitable number, or use a lower degree.");
}
