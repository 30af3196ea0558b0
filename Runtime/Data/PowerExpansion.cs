using System.Globalization;

namespace NeuralGpu;

/// <summary>Powers of features as further features: x, x², …, xᵐ of each, without products of different features. Book, (1.8); <see cref="PolynomialFeatures"/> has the powers of one feature in binary64.</summary>
public static class PowerExpansion
{
    /// <summary>The highest degree.</summary>
    public const int LargestDegree = PolynomialFeatures.LargestDegree;

    /// <summary>The expanded names, a feature's powers side by side: x, x^2, …, x^m.</summary>
    /// <param name="names">The features' names.</param>
    /// <param name="degree">m, from 1 to <see cref="LargestDegree"/>; 1 changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degree is out of its range.</exception>
    public static string[] Names(IReadOnlyList<string> names, int degree)
    {
        ArgumentNullException.ThrowIfNull(names);
        PolynomialFeatures.RequireDegree(degree);
        return [.. names.SelectMany(name => Enumerable.Range(1, degree).Select(power => power == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}^{power}")))];
    }

    /// <summary>The expanded rows, each power by one multiplication from the one before in binary64, rounded to binary32 at the end.</summary>
    /// <param name="features">[samples × features], row-major.</param>
    /// <param name="names">The features' names.</param>
    /// <param name="degree">m, from 1 to <see cref="LargestDegree"/>.</param>
    /// <returns>[samples × features·degree], row-major, in the order of <see cref="Names"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The degree is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="features"/> is not a whole number of rows.</exception>
    /// <exception cref="DataFormatException">A power of a finite value is beyond the largest binary32 number, or there would be more numbers than an array holds.</exception>
    public static float[] Expand(ReadOnlySpan<float> features, IReadOnlyList<string> names, int degree)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfLessThan(names.Count, 1, nameof(names));
        PolynomialFeatures.RequireDegree(degree);
        if (features.Length % names.Count != 0)
            throw new ArgumentException($"{features.Length} values are not a whole number of rows of {names.Count} features.", nameof(features));
        if ((long)features.Length * degree > Array.MaxLength)
            throw new DataFormatException($"The powers up to {degree} of {features.Length} values are more than the {Array.MaxLength} numbers that an array holds; choose a lower degree, or give fewer rows.");
        var powers = new float[features.Length * degree];
        for (int i = 0; i < features.Length; i++)
        {
            double power = 1;
            for (int k = 0; k < degree; k++)
            {
                power *= features[i];
                float rounded = (float)power;
                if (float.IsInfinity(rounded) && float.IsFinite(features[i]))
                    throw new DataFormatException(string.Create(CultureInfo.InvariantCulture, $"Row {i / names.Count} (counted from 0), feature {Quoted.Text(names[i % names.Count])}: found {features[i]}, whose power {k + 1} is beyond the largest binary32 number 3.4e38; choose a lower degree, or rescale the column."));
                powers[(i * degree) + k] = rounded;
            }
        }
        return powers;
    }
}
