using System.Globalization;
using System.Text.Unicode;
using CsvHelper;

namespace NeuralGpu;

/// <summary>The rows of a CSV file, one after the other: commas, double quotes, UTF-8 with or without a byte order mark, any line ends, blank lines skipped.</summary>
/// <remarks>The first row is data when each of its cells is a number, and then the columns are c0, c1, …; else it holds the columns' names.</remarks>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvReader _reader;
    private bool _firstRowIsWaiting;

    /// <summary>Reads the first row.</summary>
    /// <param name="path">What messages call the text.</param>
    /// <param name="stream">The text; it is closed together with this object.</param>
    /// <exception cref="DataFormatException">The text is empty, or two columns have the same name.</exception>
    public CsvRows(string path, Stream stream)
    {
        Path = path;
        var options = new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        _reader = CsvReader.Create(stream, options, leaveOpen: false);
        try
        {
            if (!Advance())
                throw new DataFormatException($"{path} is empty; expected comma-separated rows of numbers, the first of which may hold the columns' names.");
            string[] cells = [.. Enumerable.Range(0, _reader.FieldCount).Select(Text)];
            HasHeader = !Array.TrueForAll(cells, IsNumber);
            _firstRowIsWaiting = !HasHeader;
            Columns = HasHeader ? cells : [.. cells.Select((_, i) => $"c{i.ToString(CultureInfo.InvariantCulture)}")];
            RequireDistinctNames();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file, as given.</summary>
    public string Path { get; }

    /// <summary>The columns' names.</summary>
    public string[] Columns { get; }

    /// <summary>Whether the first row held the columns' names.</summary>
    public bool HasHeader { get; }

    /// <summary>The line on which the row starts; the first is 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Opens a file and reads its first row.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The path is a folder, the file is empty, or two columns have the same name.</exception>
    public static CsvRows Open(string path)
    {
        DataFiles.RequireFile(path);
        return new CsvRows(path, File.OpenRead(path));
    }

    /// <summary>Goes to the next row of data.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataFormatException">The row has another number of cells than the first, or is not CSV.</exception>
    public bool Read()
    {
        if (_firstRowIsWaiting)
        {
            _firstRowIsWaiting = false;
            return true;
        }
        if (!Advance())
            return false;
        if (_reader.FieldCount != Columns.Length)
            throw new DataFormatException($"{Path}, line {Line}: found {_reader.FieldCount} cells, expected {Columns.Length} as in the first row; add or remove cells, and put quotes around text that contains a comma.");
        return true;
    }

    /// <summary>The number in a cell of the current row, rounded to the nearest binary32 number.</summary>
    /// <exception cref="DataFormatException">The cell is empty, text, NaN, infinite or beyond binary32.</exception>
    public float Number(int column)
    {
        // The common case needs no string; anything else goes the way that explains itself.
        if (float.TryParse(_reader.GetSpan(column), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value))
            return value;
        return CsvNumber.Parse(Text(column), Path, Line, Columns[column]);
    }

    /// <summary>The text in a cell of the current row.</summary>
    /// <exception cref="DataFormatException">The cell is not UTF-8.</exception>
    public string Text(int column)
    {
        if (!Utf8.IsValid(_reader.GetSpan(column)))
            throw new DataFormatException($"{Path}, line {Line}, cell {column + 1}: found bytes that are not UTF-8 text; save the file as UTF-8.");
        return _reader.GetString(column);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private bool Advance()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new DataFormatException($"{Path}, line {e.LineNumber}: found a quote that is not closed, or that stands inside a cell; expected quotes around a whole cell, with quotes inside it doubled.", e);
        }
    }

    private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private void RequireDistinctNames()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Columns.Length; i++)
        {
            if (!seen.TryAdd(Columns[i], i))
                throw new DataFormatException($"{Path}, line {Line}: columns {seen[Columns[i]]} and {i} are both named '{Columns[i]}'; expected a name of its own for each column (or no header, when the first row is all numbers).");
        }
    }
}
