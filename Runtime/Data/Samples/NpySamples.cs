using System.Globalization;

namespace NeuralGpu;

/// <summary>Samples that are read from a NumPy array file, in constant memory.</summary>
internal sealed class NpySamples : SampleSource
{
    private readonly string path;
    private readonly CsvColumns columns;
    private readonly SampleColumns chosen;
    private readonly NpyHeader header;

    /// <summary>Reads the header; see <see cref="SampleSource.FromNpy"/>.</summary>
    public NpySamples(string path, IReadOnlyList<string>? targets, IReadOnlyList<string>? features, string? weight)
    {
        this.path = path;
        using (FileStream stream = InputFile.Open(path))
            header = NpyHeader.Read(stream, path);
        columns = new([.. Enumerable.Range(0, header.Columns).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))], HasHeader: false);
        chosen = SampleColumns.Choose(path, columns, targets ?? [columns.Names[^1]], features, weight);
        FeatureNames = [.. chosen.Features.Select(column => columns.Names[column])];
        TargetNames = [.. chosen.Targets.Select(column => columns.Names[column])];
    }

    public override IReadOnlyList<string> FeatureNames { get; }

    public override IReadOnlyList<string> TargetNames { get; }

    public override bool HasWeights => chosen.Weight >= 0;

    public override string Name => path;

    public override long? Rows => header.Rows;

    public override SampleReader Open() => new Reader(this);

    private sealed class Reader : SampleReader
    {
        private readonly NpySamples samples;
        private readonly NpyRows rows;
        private readonly ColumnRuns features;
        private readonly ColumnRuns targets;
        private readonly ColumnRuns weights;

        public Reader(NpySamples samples)
        {
            this.samples = samples;
            rows = new NpyRows(samples.path, samples.header);
            features = new ColumnRuns(samples.chosen.Features);
            targets = new ColumnRuns(samples.chosen.Targets);
            weights = new ColumnRuns(samples.HasWeights ? [samples.chosen.Weight] : []);
        }

        public override double Progress => samples.header.Rows == 0 ? 1 : (double)Row / samples.header.Rows;

        public override int Read(Span<double> features, Span<double> targets, Span<double> weights)
        {
            int most = features.Length / this.features.Count;
            int done = 0;
            while (done < most)
            {
                ReadOnlySpan<double> values = rows.Read(most - done); // [count x columns]
                int count = values.Length / samples.header.Columns;
                if (count == 0)
                    break;
                RequireFinite(values);
                this.features.Copy(values, samples.header.Columns, features[(done * this.features.Count)..]);
                this.targets.Copy(values, samples.header.Columns, targets[(done * this.targets.Count)..]);
                this.weights.Copy(values, samples.header.Columns, weights[(done * this.weights.Count)..]);
                done += count;
                Row += count;
            }
            return done;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rows.Dispose();
            base.Dispose(disposing);
        }

        private void RequireFinite(ReadOnlySpan<double> values)
        {
            if (FiniteNumbers.AreAll(values))
                return;
            int width = samples.header.Columns;
            for (int i = 0; i < values.Length; i++)
            {
                int column = i % width;
                bool isUsed = samples.chosen.Features.Contains(column) || samples.chosen.Targets.Contains(column) || samples.chosen.Weight == column;
                if (isUsed && !double.IsFinite(values[i]))
                    throw new DataFormatException(string.Create(CultureInfo.InvariantCulture, $"{samples.path}, row {Row + (i / width)} (from 0), column {Quoted.Text(samples.columns.Names[column])}: found {values[i]}, expected a finite number; fill in a value or remove the row."));
            }
        }
    }
}
