namespace NeuralGpu;

/// <summary>Some consecutive rows of a <see cref="SampleSource"/>; the memory is used again for the next ones, unless it is the source's own.</summary>
/// <param name="capacity">Rows at most.</param>
/// <param name="features">Features of a row.</param>
/// <param name="targets">Targets of a row.</param>
/// <param name="hasWeights">Whether each row has a weight.</param>
/// <param name="slot">Its number among the blocks that take turns, from 0.</param>
internal sealed class SampleBlock(int capacity, int features, int targets, bool hasWeights, int slot = 0)
{
    // Beyond these bounds sums of weighted squares might leave the range of binary64.
    private const double SmallestWeight = 1e-60;
    private const double LargestWeight = 1e60;

    private double[] ownFeatures = [];
    private double[] ownTargets = [];
    private SampleRows? inPlace;

    /// <summary>[rows × features], and perhaps more.</summary>
    public ReadOnlyMemory<double> Features { get; private set; }

    /// <summary>[rows × targets], and perhaps more.</summary>
    public ReadOnlyMemory<double> Targets { get; private set; }

    /// <summary>[rows], and perhaps more; empty when there are none.</summary>
    public double[] Weights { get; } = new double[hasWeights ? capacity : 0];

    public int Slot => slot;

    public long FirstRow { get; private set; }

    public int Rows { get; private set; }

    public bool HasWeights => hasWeights;

    /// <summary>Whether the memory is the source's own.</summary>
    public bool IsInPlace => inPlace is not null;

    /// <summary>Reads the next rows; false at the end.</summary>
    /// <exception cref="DataFormatException">A weight is negative, or the reader finds a damage.</exception>
    public bool Read(SampleReader reader, string name)
    {
        bool isThere = Take(reader, name);
        RequireFinite(reader);
        return isThere;
    }

    /// <summary>The same, but does not look at features that are where the source has them: <see cref="AreFinite"/>.</summary>
    /// <exception cref="DataFormatException">A weight is negative, or the reader finds a damage.</exception>
    public bool Take(SampleReader reader, string name)
    {
        FirstRow = reader.Row;
        inPlace = reader.Next(capacity);
        if (inPlace is { } rows)
        {
            Rows = rows.Count;
            Features = rows.Features;
            Targets = rows.Targets;
            rows.Weights.Span.CopyTo(Weights);
        }
        else
        {
            if (ownFeatures.Length == 0)
            {
                ownFeatures = new double[checked(capacity * features)];
                ownTargets = new double[checked(capacity * targets)];
            }
            Features = ownFeatures;
            Targets = ownTargets;
            Rows = reader.Read(ownFeatures, ownTargets, Weights);
        }
        for (int row = 0; hasWeights && row < Rows; row++)
        {
            if (Weights[row] is > 0 and (< SmallestWeight or > LargestWeight))
                throw new DataFormatException($"In {name}, row {FirstRow + row} (from 0), the weight is {Weights[row]}; weights other than 0 are from {SmallestWeight} to {LargestWeight}. Divide all of them by a suitable number: only their ratios matter for the coefficients.");
            if (Weights[row] < 0)
                throw new DataFormatException($"In {name}, row {FirstRow + row} (from 0), the weight is {Weights[row]}; a weight is 0 or more. Leave the row out, or give it the weight 0.");
        }
        return Rows > 0;
    }

    /// <summary>Whether the features of some rows are finite.</summary>
    public bool AreFinite(int first, int rows) => FiniteNumbers.AreAll(Features.Span.Slice(first * features, rows * features));

    /// <summary>Refuses features of rows in place that are not finite.</summary>
    /// <exception cref="DataFormatException">One is not; the first is named.</exception>
    public void RequireFinite(SampleReader reader)
    {
        if (inPlace is { } rows)
            reader.RequireFinite(rows);
    }
}
