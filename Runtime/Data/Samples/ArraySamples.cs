using System.Numerics;

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
            int width = source.FeatureNames.Count;
            int outputs = source.TargetNames.Count;
            int count = (int)Math.Min(features.Length / width, source.rows - Row);
            int first = (int)Row;
            Copy(source.inputs, first, count, width, source.FeatureNames, features);
            Copy(source.targets, first, count, outputs, source.TargetNames, targets);
            if (source.weights is not null)
                Copy(source.weights, first, count, 1, ["the weight"], weights);
            Row += count;
            return count;
        }

        private void Copy(double[] from, int first, int count, int width, IReadOnlyList<string> names, Span<double> to)
        {
            ReadOnlySpan<double> values = from.AsSpan(first * width, count * width);
            values.CopyTo(to);
            if (AreFinite(values))
                return;
            for (int i = 0; i < values.Length; i++)
            {
                if (!double.IsFinite(values[i]))
                    throw new DataFormatException($"In {source.Name}, row {first + (i / width)} (from 0), {Quoted.Text(names[i % width])} is {values[i]}; every value must be a finite number.");
            }
        }

        // 0 · x is 0 but for infinities and NaN.
        private static bool AreFinite(ReadOnlySpan<double> values)
        {
            Vector<double> products = Vector<double>.Zero;
            int i = 0;
            for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
                products += new Vector<double>(values[i..]) * Vector<double>.Zero;
            double rest = Vector.Sum(products);
            for (; i < values.Length; i++)
                rest += values[i] * 0;
            return rest == 0;
        }
    }
}
