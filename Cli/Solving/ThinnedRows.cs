namespace NeuralGpu.Cli;

/// <summary>Rows spread evenly over a source of any length, for a chart; all of them when there are few.</summary>
internal sealed class ThinnedRows
{
    private const int Most = 4000;

    private readonly int features;
    private readonly int targets;
    private readonly List<(double[] Features, double[] Targets, double Weight)> kept = [];
    private long every = 1;
    private long seen;

    private ThinnedRows(SampleSource samples)
    {
        features = samples.FeatureNames.Count;
        targets = samples.TargetNames.Count;
    }

    public int Count => kept.Count;

    /// <summary>[count × features], row-major.</summary>
    public double[] Features => [.. kept.SelectMany(row => row.Features)];

    /// <summary>Smallest value of the first feature over all rows.</summary>
    public double Smallest { get; private set; } = double.PositiveInfinity;

    /// <summary>Largest value of the first feature over all rows.</summary>
    public double Largest { get; private set; } = double.NegativeInfinity;

    public static ThinnedRows Of(SampleSource samples, CancellationToken token)
    {
        var rows = new ThinnedRows(samples);
        foreach (SampleBlock block in SampleBlock.All(samples, token))
            rows.Add(block);
        return rows;
    }

    public double Feature(int row) => kept[row].Features[0];

    public double Target(int row, int target) => kept[row].Targets[target];

    public double Weight(int row) => kept[row].Weight;

    private void Add(SampleBlock block)
    {
        for (int row = 0; row < block.Rows; row++, seen++)
        {
            double first = block.Features[row * features];
            Smallest = Math.Min(Smallest, first);
            Largest = Math.Max(Largest, first);
            if (seen % every != 0)
                continue;
            kept.Add((block.Features[(row * features)..((row + 1) * features)], block.Targets[(row * targets)..((row + 1) * targets)], block.Weights.Length > 0 ? block.Weights[row] : 1));
            if (kept.Count > Most)
                Halve();
        }
    }

    // Every second row stays: the multiples of the doubled distance.
    private void Halve()
    {
        int count = (kept.Count + 1) / 2;
        for (int i = 0; i < count; i++)
            kept[i] = kept[2 * i];
        kept.RemoveRange(count, kept.Count - count);
        every *= 2;
    }
}
