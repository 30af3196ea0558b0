namespace NeuralGpu.Tests;

/// <summary>Rows that are made up as they are read, as many as asked for: nothing of them is kept.</summary>
internal sealed class SyntheticSamples(long rows, int features, Action<long, double[]> fill) : SampleSource
{
    /// <summary>Features and the target of a row, side by side.</summary>
    private readonly Action<long, double[]> fill = fill;

    public override IReadOnlyList<string> FeatureNames { get; } = [.. Enumerable.Range(0, features).Select(j => $"x{j}")];

    public override IReadOnlyList<string> TargetNames => ["y"];

    public override bool HasWeights => false;

    public override string Name => "made-up rows";

    public override long? Rows => null;

    public int Opened { get; private set; }

    public override SampleReader Open()
    {
        Opened++;
        return new Reader(this, rows);
    }

    private sealed class Reader(SyntheticSamples source, long rows) : SampleReader
    {
        private readonly double[] row = new double[source.FeatureNames.Count + 1];

        public override double Progress => (double)Row / rows;

        public override int Read(Span<double> features, Span<double> targets, Span<double> weights)
        {
            int width = source.FeatureNames.Count;
            int count = (int)Math.Min(features.Length / width, rows - Row);
            for (int i = 0; i < count; i++)
            {
                source.fill(Row++, row);
                row.AsSpan(0, width).CopyTo(features[(i * width)..]);
                targets[i] = row[width];
            }
            return count;
        }
    }
}
