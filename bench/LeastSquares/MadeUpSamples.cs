namespace NeuralGpu.Bench;

/// <summary>Rows that are made while they are read: uniform features in [−1, 1), and a target that is a linear function of them with uniform noise. As many as asked, in no memory.</summary>
internal sealed class MadeUpSamples(long rows, int features) : SampleSource
{
    public override IReadOnlyList<string> FeatureNames { get; } = [.. Enumerable.Range(0, features).Select(i => $"x{i}")];

    public override IReadOnlyList<string> TargetNames { get; } = ["y"];

    public override bool HasWeights => false;

    public override string Name => "made-up rows";

    public override long? Rows => rows;

    public override SampleReader Open() => new Reader(rows, features);

    /// <summary>The first rows, in arrays.</summary>
    public SampleSource InMemory()
    {
        var inputs = new double[checked(rows * features)];
        var targets = new double[rows];
        using SampleReader reader = Open();
        reader.Read(inputs, targets, []);
        return FromArrays(inputs, features, targets);
    }

    private sealed class Reader(long rows, int features) : SampleReader
    {
        // Marsaglia, "Xorshift RNGs" (2003); the rows are the same each time.
        private ulong state = 88172645463325252;

        public override double Progress => (double)Row / rows;

        public override int Read(Span<double> inputs, Span<double> targets, Span<double> weights)
        {
            int count = (int)Math.Min(inputs.Length / features, rows - Row);
            for (int row = 0; row < count; row++)
            {
                double target = 0.5;
                for (int feature = 0; feature < features; feature++)
                {
                    double value = Next();
                    inputs[(row * features) + feature] = value;
                    target += value * (feature + 1);
                }
                targets[row] = target + Next();
            }
            Row += count;
            return count;
        }

        private double Next()
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return ((long)state >> 10) * (1.0 / (1L << 53));
        }
    }
}
