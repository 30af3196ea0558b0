using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace NeuralGpu;

/// <summary>The rows of a CSV text (RFC 4180, UTF-8, comma separated), one after the other, all of one width; blank lines are skipped.</summary>
internal sealed class CsvRows : IDisposable
{
    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        HasHeader = false,
        TrimWhitespace = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
    };

    private readonly string source;
    private readonly CsvReader reader;

    public CsvRows(CsvSource source)
    {
        this.source = source.Name;
        reader = CsvReader.Create(source.Open(), Strict, leaveOpen: false);
    }

    /// <summary>The line on which the row that was last read starts, from 1; 0 before the first.</summary>
    public long Line { get; private set; }

    /// <summary>How many cells every row has; 0 before the first.</summary>
    public int Width { get; private set; }

    /// <summary>Moves to the next row.</summary>
    /// <exception cref="DataFormatException">The row differs in width from the first, is badly quoted, or is not UTF-8 text.</exception>
    public bool Read()
    {
        try
        {
            if (!reader.Read())
                return false;
        }
        catch (CsvFormatException e)
        {
            throw new DataFormatException($"{source}, line {Math.Max(e.LineNumber, Line)}: found a quote out of place, expected quotes only around a whole cell, and doubled inside it; mend the quotes. ({e.Message})", e);
        }
        Line = reader.LineNumber;
        if (!Utf8.IsValid(reader.RawRecord) || reader.RawRecord.Contains((byte)0))
            throw new DataFormatException($"{source}, line {Line}: found bytes that are not UTF-8 text, expected a CSV text file; save it as CSV in UTF-8.");
        if (Width == 0)
            Width = reader.FieldCount;
        else if (reader.FieldCount != Width)
            throw new DataFormatException($"{source}, line {Line}: found {reader.FieldCount} cells, expected {Width} as in the first row; mend the row, or quote cells that contain commas.");
        return true;
    }

    /// <summary>Moves to the first row.</summary>
    /// <returns>Its cells.</returns>
    /// <exception cref="DataFormatException">There is none.</exception>
    public string[] ReadFirst()
    {
        if (!Read())
            throw new DataFormatException($"{source}: found an empty file, expected a header line and data rows.");
        return [.. Enumerable.Range(0, Width).Select(Text)];
    }

    /// <summary>A cell of the row as UTF-8, without the blanks around it; valid until the next row is read.</summary>
    public ReadOnlySpan<byte> Cell(int column) => reader.GetSpan(column);

    /// <summary>A cell of the row.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(reader.GetSpan(column));

    public void Dispose() => reader.Dispose();
}
