namespace NeuralGpu;

/// <summary>Some consecutive rows of a <see cref="SampleSource"/>; the arrays are used again for the next ones.</summary>
internal sealed class SampleBlock(int capacity, int features, int targets, bool hasWeights)
{
    // Beyond these bounds sums of weighted squares might leave the range of binary64.
    private const double SmallestWeight = 1e-60;
    private const double LargestWeight = 1e60;

    /// <summary>[rows × features].</summary>
    public double[] Features { get; } = new double[checked(capacity * features)];

    /// <summary>[rows × targets].</summary>
    public double[] Targets { get; } = new double[checked(capacity * targets)];

    /// <summary>[rows]; empty when there are none.</summary>
    public double[] Weights { get; } = new double[hasWeights ? capacity : 0];

    public long FirstRow { get; private set; }

    public int Rows { get; private set; }

    public bool HasWeights => hasWeights;

    /// <summary>Reads the next rows; false at the end.</summary>
    /// <exception cref="DataFormatException">A weight is negative, or the reader finds a damage.</exception>
    public bool Read(SampleReader reader, string name)
    {
        FirstRow = reader.Row;
        Rows = reader.Read(Features, Targets, Weights);
        for (int row = 0; hasWeights && row < Rows; row++)
        {
            if (Weights[row] is > 0 and (< SmallestWeight or > LargestWeight))
                throw new DataFormatException($"In {name}, row {FirstRow + row} (from 0), the weight is {Weights[row]}; weights other than 0 are from {SmallestWeight} to {LargestWeight}. Divide all of them by a suitable number: only their ratios matter for the coefficients.");
            if (Weights[row] < 0)
                throw new DataFormatException($"In {name}, row {FirstRow + row} (from 0), the weight is {Weights[row]}; a weight is 0 or more. Leave the row out, or give it the weight 0.");
        }
        return Rows > 0;
    }
}
