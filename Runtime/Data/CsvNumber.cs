using System.Globalization;
using System.Text;

namespace NeuralGpu;

/// <summary>How a CSV cell is read as a number: decimal point, no thousands separators, whatever the machine's language.</summary>
internal static class CsvNumber
{
    private static readonly string[] NotFinite = ["nan", "inf", "infinity", "∞"];

    /// <summary>Whether the cell is written as a number, finite or not.</summary>
    public static bool IsNumber(string cell) => TryParse(cell, out _);

    /// <summary>The cell's value in binary64; a cell that says infinity or NaN gives NaN.</summary>
    public static bool TryParse(string cell, out double value)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        value = double.NaN;
        return IsNotFinite(cell);
    }

    /// <summary>The cell, in UTF-8, as a finite binary32 number.</summary>
    /// <exception cref="DataFormatException">It is empty, text, not finite, or beyond binary32.</exception>
    public static float Parse(ReadOnlySpan<byte> cell, string source, long line, string column)
    {
        bool parsed = float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value);
        return parsed && float.IsFinite(value) ? value : throw NotFiniteNumber(Encoding.UTF8.GetString(cell), parsed, "±3.4e38", source, line, column);
    }

    /// <summary>The cell, in UTF-8, as a finite binary64 number.</summary>
    /// <exception cref="DataFormatException">It is empty, text, not finite, or beyond binary64.</exception>
    public static double ParseDouble(ReadOnlySpan<byte> cell, string source, long line, string column)
    {
        if (DecimalNumber.TryParse(cell, out double value))
            return value;
        bool parsed = double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        return parsed && double.IsFinite(value) ? value : throw NotFiniteNumber(Encoding.UTF8.GetString(cell), parsed, "±1.8e308", source, line, column);
    }

    private static DataFormatException NotFiniteNumber(string cell, bool parsed, string limit, string source, long line, string column)
    {
        string found, mend;
        if (cell.Length == 0)
            (found, mend) = ("an empty cell", "fill it in or remove the row");
        else if (IsNotFinite(cell))
            (found, mend) = (Quoted.Text(cell), "fill in a value or remove the row");
        else if (parsed)
            (found, mend) = ($"{Quoted.Text(cell)}, which is beyond {limit}", "rescale the column");
        else
            (found, mend) = ($"the text {Quoted.Text(cell)}", "mend the cell, or remove or encode the column if it is not numeric");
        return new DataFormatException($"{source}, line {line}, column {Quoted.Text(column)}: found {found}, expected a finite number; {mend}.");
    }

    private static bool IsNotFinite(string cell) => NotFinite.Contains(cell.TrimStart('+', '-'), StringComparer.OrdinalIgnoreCase);
}
