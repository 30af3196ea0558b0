using System.Globalization;

namespace NeuralGpu;

/// <summary>What the columns of a CSV text are called, and whether its first row says so.</summary>
/// <param name="Names">One a column; c0, c1, … without a header.</param>
/// <param name="HasHeader">Whether the first row is the names and not data.</param>
internal sealed record CsvColumns(string[] Names, bool HasHeader)
{
    /// <summary>The columns named by the first row.</summary>
    /// <exception cref="DataFormatException">A name is empty or there twice.</exception>
    public static CsvColumns Named(string[] firstRow, string source, long line)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < firstRow.Length; i++)
        {
            if (firstRow[i].Length == 0)
                throw new DataFormatException($"{source}, line {line}: found no name for column {i} in the header, expected one; name the column, or remove it if it only numbers the rows.");
            if (!seen.TryAdd(firstRow[i], i))
                throw new DataFormatException($"{source}, line {line}: found the column name {Quoted.Text(firstRow[i])} twice in the header (columns {seen[firstRow[i]]} and {i}, from 0), expected each name once; rename one.");
        }
        return new(firstRow, HasHeader: true);
    }

    /// <summary>Columns named c0, c1, …</summary>
    public static CsvColumns Numbered(int count) => new([.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}"))], HasHeader: false);

    /// <summary>The column with a name or, failing that, a zero-based index.</summary>
    /// <returns>−1 if there is none.</returns>
    public int Find(string nameOrIndex)
    {
        int named = Array.IndexOf(Names, nameOrIndex);
        if (named >= 0)
            return named;
        return int.TryParse(nameOrIndex, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < Names.Length ? index : -1;
    }

    /// <summary>The columns with these names, in their order.</summary>
    /// <exception cref="DataFormatException">Some are not there.</exception>
    public int[] Require(IReadOnlyList<string> names, string source)
    {
        int[] columns = [.. names.Select(name => Array.IndexOf(Names, name))];
        string[] missing = [.. names.Where((_, i) => columns[i] < 0)];
        if (missing.Length > 0)
            throw new DataFormatException($"{source}: found the columns {Quoted.List(Names)}, but not {Quoted.List(missing)}; expected every feature of the model: {Quoted.List([.. names])}. Add the missing columns, with their names in the header line.");
        return columns;
    }
}
