namespace NeuralGpu;

/// <summary>Samples in arrays.</summary>
internal sealed class ArraySamples : SampleSource
{
    private readonly double[] inputs;
    private readonly double[] targets;
    private readonly double[]? weights;
    private readonly int rows;

    public ArraySamples(double[] inputs, int features, double[] targets, int outputs, double[]? weights, IReadOnlyList<string>? featureNames, IReadOnlyList<string>? targetNames)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (inputs.Length % features != 0)
            throw new ArgumentException($"{inputs.Length} input values are not a whole number of rows of {features} features.", nameof(inputs));
        if (targets.Length % outputs != 0)
            throw new ArgumentException($"{targets.Length} target values are not a whole number of rows of {outputs} targets.", nameof(targets));
        rows = inputs.Length / features;
        if (targets.Length / outputs != rows)
            throw new ArgumentException($"The inputs have {rows} rows, but the targets have {targets.Length / outputs}; each row needs both.", nameof(targets));
        if (weights is not null && weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights for {rows} rows; give one for each, or none.", nameof(weights));
        FeatureNames = Named(featureNames, features, "feature", nameof(featureNames));
        TargetNames = Named(targetNames, outputs, "target", nameof(targetNames));
        this.inputs = inputs;
        this.targets = targets;
        this.weights = weights;
    }

    public override IReadOnlyList<string> FeatureNames { get; }

    public override IReadOnlyList<string> TargetNames { get; }

    public override bool HasWeights => weights is not null;

    public override string Name => "the data";

    public override long? Rows => rows;

    public override SampleReader Open() => new Reader(this);

    private static IReadOnlyList<string> Named(IReadOnlyList<string>? names, int count, string noun, string parameter)
    {
        if (names is null)
            return count == 1 && noun == "target" ? [noun] : [.. Enumerable.Range(0, count).Select(i => $"{noun} {i}")];
        return names.Count == count ? names : throw new ArgumentException($"{names.Count} names were given for {count} {noun}s; give one for each, or none.", parameter);
    }

    private sealed class Reader(ArraySamples source) : SampleReader
    {
        public override double Progress => source.rows == 0 ? 1 : (double)Row / source.rows;

        public override int Read(Span<double> features, Span<double> targets, Span<double> weights)
        {
            SampleRows rows = Next(features.Length / source.FeatureNames.Count)!.Value;
            RequireFinite(rows);
            rows.Features.Span.CopyTo(features);
            rows.Targets.Span.CopyTo(targets);
            rows.Weights.Span.CopyTo(weights);
            return rows.Count;
        }

        internal override SampleRows? Next(int most)
        {
            int count = (int)Math.Min(most, source.rows - Row);
            var rows = new SampleRows(
                count,
                source.inputs.AsMemory((int)Row * source.FeatureNames.Count, count * source.FeatureNames.Count),
                source.targets.AsMemory((int)Row * source.TargetNames.Count, count * source.TargetNames.Count),
                source.weights is null ? default : source.weights.AsMemory((int)Row, count));
            RequireFinite(rows.Targets, Row, source.TargetNames);
            RequireFinite(rows.Weights, Row, ["the weight"]);
            Row += count;
            return rows;
        }

        internal override void RequireFinite(SampleRows rows) => RequireFinite(rows.Features, Row - rows.Count, source.FeatureNames);

        private void RequireFinite(ReadOnlyMemory<double> memory, long firstRow, IReadOnlyList<string> names)
        {
            ReadOnlySpan<double> values = memory.Span;
            if (FiniteNumbers.AreAll(values))
                return;
            int i = 0;
            while (double.IsFinite(values[i]))
                i++;
            throw new DataFormatException($"In {source.Name}, row {firstRow + (i / names.Count)} (from 0), {Quoted.Text(names[i % names.Count])} is {values[i]}; every value must be a finite number.");
        }
    }
}
