using System.Globalization;

namespace NeuralGpu;

/// <summary>Samples that are read from CSV text, row by row, in constant memory.</summary>
internal sealed class CsvSamples : SampleSource
{
    private readonly CsvSource source;
    private readonly CsvColumns columns;
    private readonly SampleColumns chosen;

    /// <summary>Reads the header; see <see cref="SampleSource.FromCsv"/>.</summary>
    public CsvSamples(CsvSource source, IReadOnlyList<string> targets, IReadOnlyList<string>? features, string? weight)
    {
        this.source = source;
        using (var rows = new CsvRows(source))
        {
            string[] first = rows.ReadFirst();
            // As for training: a row of numbers is data, unless it spells the names that the caller knows the columns by.
            bool isData = first.All(CsvNumber.IsNumber) && !targets.Concat(features ?? []).All(first.Contains);
            columns = isData ? CsvColumns.Numbered(first.Length) : CsvColumns.Named(first, source.Name, rows.Line);
        }
        chosen = SampleColumns.Choose(source.Name, columns, targets, features, weight);
        FeatureNames = [.. chosen.Features.Select(column => columns.Names[column])];
        TargetNames = [.. chosen.Targets.Select(column => columns.Names[column])];
    }

    public override IReadOnlyList<string> FeatureNames { get; }

    public override IReadOnlyList<string> TargetNames { get; }

    public override bool HasWeights => chosen.Weight >= 0;

    public override string Name => source.Name;

    public override long? Rows => null;

    public override SampleReader Open() => new Reader(this);

    private sealed class Reader : SampleReader
    {
        private readonly CsvSamples samples;
        private readonly Stream stream;
        private readonly CsvRows rows;

        public Reader(CsvSamples samples)
        {
            this.samples = samples;
            stream = samples.source.Open();
            rows = new CsvRows(samples.source with { Open = () => stream });
        }

        public override double Progress => stream.Length == 0 ? 1 : (double)stream.Position / stream.Length;

        public override int Read(Span<double> features, Span<double> targets, Span<double> weights)
        {
            SampleColumns chosen = samples.chosen;
            int most = features.Length / chosen.Features.Length;
            int count = 0;
            if (rows.Line == 0 && samples.columns.HasHeader)
                rows.Read();
            while (count < most && rows.Read())
            {
                Parse(chosen.Features, features[(count * chosen.Features.Length)..]);
                Parse(chosen.Targets, targets[(count * chosen.Targets.Length)..]);
                if (chosen.Weight >= 0)
                    weights[count] = RequireWeight(Parse(chosen.Weight));
                count++;
            }
            Row += count;
            if (Row == 0 && most > 0)
                throw new DataFormatException($"{samples.Name}: found a header but no data rows, expected at least one row after line {rows.Line}.");
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rows.Dispose();
            base.Dispose(disposing);
        }

        private void Parse(int[] columns, Span<double> values)
        {
            for (int i = 0; i < columns.Length; i++)
                values[i] = Parse(columns[i]);
        }

        // Only here is the line known.
        private double RequireWeight(double weight) => weight >= 0
            ? weight
            : throw new DataFormatException(string.Create(CultureInfo.InvariantCulture, $"{samples.Name}, line {rows.Line}, column {Quoted.Text(samples.columns.Names[samples.chosen.Weight])}: found the negative weight {weight}, expected a weight of at least 0; mend the cell or remove the row."));

        private double Parse(int column) => CsvNumber.ParseDouble(rows.Cell(column), samples.Name, rows.Line, samples.columns.Names[column]);
    }
}
