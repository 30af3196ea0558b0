namespace NeuralGpu;

/// <summary>Brings features to a like scale: x′ = (x − offset[j]) / scale[j] for column j, in binary64 and rounded once to binary32.</summary>
/// <remarks>Learnt on the training rows only and kept with the model, so that every later row is treated alike.</remarks>
public sealed class Standardization
{
    internal Standardization(StandardizationKind kind, float[] offsets, float[] scales)
    {
        Kind = kind;
        Offsets = offsets;
        Scales = scales;
    }

    /// <summary>Leaves features as they are.</summary>
    public static Standardization None { get; } = new(StandardizationKind.None, [], []);

    /// <summary>How offsets and scales were found.</summary>
    public StandardizationKind Kind { get; }

    /// <summary>[features]: what is subtracted; empty for <see cref="StandardizationKind.None"/>.</summary>
    public float[] Offsets { get; }

    /// <summary>[features]: what is divided by, never 0; empty for <see cref="StandardizationKind.None"/>.</summary>
    public float[] Scales { get; }

    /// <summary>Learns offsets and scales from rows.</summary>
    /// <remarks>
    /// Z-score: the mean and then the population standard deviation √(Σ(x − mean)²/n) about it, each a sum in binary64 in ascending order of rows.
    /// A column that does not vary (or whose scale vanishes in binary32) gets scale 1.
    /// </remarks>
    /// <param name="kind">How.</param>
    /// <param name="features">[rows × features], row-major, finite; at least one row for z-score and min-max.</param>
    /// <param name="featureCount">Number of columns, at least 1.</param>
    /// <param name="divisor">The constant of <see cref="StandardizationKind.Divide"/>: finite and not 0; not used by the others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The divisor is 0 or not finite, the number of columns is below 1, or the kind is unknown.</exception>
    /// <exception cref="ArgumentException">There are no rows, or not whole ones.</exception>
    public static Standardization Fit(StandardizationKind kind, ReadOnlySpan<float> features, int featureCount, float divisor = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        RequireWholeRows(features.Length, featureCount, nameof(features));
        switch (kind)
        {
            case StandardizationKind.None:
                return None;
            case StandardizationKind.Divide:
                return Divide(featureCount, divisor);
            case StandardizationKind.ZScore or StandardizationKind.MinMax:
                if (features.IsEmpty)
                    throw new ArgumentException("There are no rows to learn offsets and scales from; at least one is needed.", nameof(features));
                return kind == StandardizationKind.ZScore ? ZScore(features, featureCount) : MinMax(features, featureCount);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such standardization.");
        }
    }

    /// <summary>A standardized copy.</summary>
    /// <param name="features">[rows × features], row-major.</param>
    /// <exception cref="ArgumentException">The rows are not whole.</exception>
    public float[] Apply(ReadOnlySpan<float> features)
    {
        float[] copy = features.ToArray();
        ApplyInPlace(copy);
        return copy;
    }

    /// <summary>Standardizes rows where they are.</summary>
    /// <param name="features">[rows × features], row-major.</param>
    /// <exception cref="ArgumentException">The rows are not whole.</exception>
    public void ApplyInPlace(Span<float> features)
    {
        if (Kind == StandardizationKind.None)
            return;
        RequireWholeRows(features.Length, Offsets.Length, nameof(features));
        for (int start = 0; start < features.Length; start += Offsets.Length)
        {
            Span<float> row = features.Slice(start, Offsets.Length);
            for (int j = 0; j < row.Length; j++)
                row[j] = (float)(((double)row[j] - Offsets[j]) / Scales[j]);
        }
    }

    private static Standardization Divide(int featureCount, float divisor)
    {
        if (divisor == 0 || !float.IsFinite(divisor))
            throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "Features are divided by a finite number other than 0, for example 255.");
        var scales = new float[featureCount];
        Array.Fill(scales, divisor);
        return new Standardization(StandardizationKind.Divide, new float[featureCount], scales);
    }

    private static Standardization ZScore(ReadOnlySpan<float> features, int featureCount)
    {
        int rows = features.Length / featureCount;
        var means = new double[featureCount];
        for (int i = 0; i < features.Length; i++)
            means[i % featureCount] += features[i];
        for (int j = 0; j < means.Length; j++)
            means[j] /= rows;
        var squares = new double[featureCount];
        for (int i = 0; i < features.Length; i++)
        {
            double deviation = features[i] - means[i % featureCount];
            squares[i % featureCount] += deviation * deviation;
        }
        return new Standardization(StandardizationKind.ZScore, Array.ConvertAll(means, mean => (float)mean), Array.ConvertAll(squares, square => Scale(Math.Sqrt(square / rows))));
    }

    private static Standardization MinMax(ReadOnlySpan<float> features, int featureCount)
    {
        float[] least = features[..featureCount].ToArray();
        float[] most = features[..featureCount].ToArray();
        for (int i = featureCount; i < features.Length; i++)
        {
            int j = i % featureCount;
            least[j] = Math.Min(least[j], features[i]);
            most[j] = Math.Max(most[j], features[i]);
        }
        var scales = new float[featureCount];
        for (int j = 0; j < scales.Length; j++)
            scales[j] = Scale((double)most[j] - least[j]);
        return new Standardization(StandardizationKind.MinMax, least, scales);
    }

    /// <summary>The spread in binary32, at most its largest number; 1 for no spread.</summary>
    private static float Scale(double spread)
    {
        float scale = (float)Math.Min(spread, float.MaxValue);
        return scale == 0 ? 1 : scale;
    }

    private static void RequireWholeRows(int length, int featureCount, string parameter)
    {
        if (length % featureCount != 0)
            throw new ArgumentException($"{length} values are not a whole number of rows of {featureCount} features.", parameter);
    }
}
