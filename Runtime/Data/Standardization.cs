namespace NeuralGpu;

/// <summary>A shift and a scale for each feature, learnt on the training rows and applied to every row a network sees.</summary>
/// <remarks>
/// x'ⱼ = (xⱼ − offsetⱼ)/scaleⱼ, computed in binary64 and rounded once to binary32. Offsets and scales are binary32, so that they save exactly.
/// Means and deviations are taken in binary64 in row order, so they are the same on every platform. A constant column gets scale 1.
/// </remarks>
public sealed class Standardization
{
    /// <summary>A standardisation that is already known.</summary>
    /// <param name="kind">What it was learnt as.</param>
    /// <param name="offsets">[features], finite.</param>
    /// <param name="scales">[features], finite and above zero.</param>
    /// <exception cref="ArgumentException">There are no features, lengths differ, or a number is outside its range.</exception>
    public Standardization(StandardizationKind kind, float[] offsets, float[] scales)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(scales);
        if (offsets.Length == 0 || offsets.Length != scales.Length)
            throw new ArgumentException($"There are {offsets.Length} offsets and {scales.Length} scales; both need one for each feature.", nameof(scales));
        for (int j = 0; j < offsets.Length; j++)
        {
            if (!float.IsFinite(offsets[j]))
                throw new ArgumentException($"The offset of feature {j} is {offsets[j]}; expected a finite number.", nameof(offsets));
            if (!float.IsFinite(scales[j]) || scales[j] <= 0)
                throw new ArgumentException($"The scale of feature {j} is {scales[j]}; expected a finite number above zero.", nameof(scales));
        }
        Kind = kind;
        Offsets = offsets;
        Scales = scales;
    }

    /// <summary>What the offsets and scales were learnt as.</summary>
    public StandardizationKind Kind { get; }

    /// <summary>[features], what is subtracted.</summary>
    public float[] Offsets { get; }

    /// <summary>[features], what is divided by.</summary>
    public float[] Scales { get; }

    /// <summary>How many features a row has.</summary>
    public int FeatureCount => Offsets.Length;

    /// <summary>Leaves every feature as it is.</summary>
    /// <param name="featureCount">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1.</exception>
    public static Standardization Unchanged(int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        return new(StandardizationKind.None, new float[featureCount], Filled(featureCount, 1));
    }

    /// <summary>Learns offsets and scales.</summary>
    /// <param name="kind">What to learn.</param>
    /// <param name="features">The training rows, [samples × features], at least one row; finite.</param>
    /// <param name="featureCount">At least 1.</param>
    /// <param name="divisor">For <see cref="StandardizationKind.Divide"/>: finite and above zero; the other kinds do not use it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is below 1, <paramref name="kind"/> is unknown, or <paramref name="divisor"/> is not a finite number above zero.</exception>
    /// <exception cref="ArgumentException"><paramref name="features"/> is not a whole number of rows, is empty, is not finite, or a column's spread is beyond binary32.</exception>
    public static Standardization Fit(StandardizationKind kind, ReadOnlySpan<float> features, int featureCount, float divisor = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        RequireRows(features, featureCount);
        if (features.IsEmpty)
            throw new ArgumentException("There are no training rows to learn a standardisation from; at least 1 is needed.", nameof(features));
        switch (kind)
        {
            case StandardizationKind.None:
                return Unchanged(featureCount);
            case StandardizationKind.Divide:
                if (!float.IsFinite(divisor) || divisor <= 0)
                    throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "Features can only be divided by a finite number above zero.");
                return new(kind, new float[featureCount], Filled(featureCount, divisor));
            case StandardizationKind.ZScore:
            case StandardizationKind.MinMax:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is not a kind of standardisation.");
        }

        var offsets = new float[featureCount];
        var scales = new float[featureCount];
        for (int j = 0; j < featureCount; j++)
        {
            (float low, float high) = Range(features, featureCount, j);
            if (low == high)
                (offsets[j], scales[j]) = (low, 1);
            else if (kind == StandardizationKind.MinMax)
                (offsets[j], scales[j]) = (low, Scale((double)high - low, j));
            else
                (offsets[j], scales[j]) = MeanAndDeviation(features, featureCount, j);
        }
        return new(kind, offsets, scales);
    }

    /// <summary>The standardised copy of some rows.</summary>
    /// <param name="features">[samples × features], row-major.</param>
    /// <exception cref="ArgumentException">It is not a whole number of rows.</exception>
    public float[] Apply(ReadOnlySpan<float> features)
    {
        float[] standardized = features.ToArray();
        ApplyInPlace(standardized);
        return standardized;
    }

    /// <summary>Standardises some rows where they are.</summary>
    /// <param name="features">[samples × features], row-major.</param>
    /// <exception cref="ArgumentException">It is not a whole number of rows.</exception>
    public void ApplyInPlace(Span<float> features)
    {
        RequireRows(features, FeatureCount);
        if (Kind == StandardizationKind.None)
            return;
        for (int start = 0; start < features.Length; start += FeatureCount)
        {
            Span<float> row = features.Slice(start, FeatureCount);
            for (int j = 0; j < row.Length; j++)
                row[j] = (float)(((double)row[j] - Offsets[j]) / Scales[j]);
        }
    }

    private static void RequireRows(ReadOnlySpan<float> features, int featureCount)
    {
        if (features.Length % featureCount != 0)
            throw new ArgumentException($"{features.Length} values are not a whole number of rows of {featureCount} features.", nameof(features));
    }

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> features, int featureCount, int column)
    {
        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = column; i < features.Length; i += featureCount)
        {
            if (!float.IsFinite(features[i]))
                throw new ArgumentException($"Row {i / featureCount}, feature {column} is {features[i]}; expected a finite number.", nameof(features));
            low = Math.Min(low, features[i]);
            high = Math.Max(high, features[i]);
        }
        return (low, high);
    }

    // Two passes: the textbook one-pass formula loses every digit of the deviation when the mean is large.
    private static (float Mean, float Deviation) MeanAndDeviation(ReadOnlySpan<float> features, int featureCount, int column)
    {
        double count = features.Length / featureCount;
        double sum = 0;
        for (int i = column; i < features.Length; i += featureCount)
            sum += features[i];
        double mean = sum / count;
        double squares = 0;
        for (int i = column; i < features.Length; i += featureCount)
        {
            double distance = features[i] - mean;
            squares += distance * distance;
        }
        return ((float)mean, Scale(Math.Sqrt(squares / count), column));
    }

    private static float Scale(double spread, int column)
    {
        float scale = (float)spread;
        if (float.IsInfinity(scale))
            throw new ArgumentException($"Feature {column} spreads over {spread:g3}, beyond the largest binary32 number 3.4e38; rescale the column.");
        return scale == 0 ? 1 : scale; // A spread below the smallest subnormal counts as constant.
    }
}
