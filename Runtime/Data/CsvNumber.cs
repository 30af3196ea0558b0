using System.Globalization;

namespace NeuralGpu;

/// <summary>A CSV cell as a finite binary32 number, written as in C# or JSON (1.5, -2, 3e-4) whatever the machine's language.</summary>
internal static class CsvNumber
{
    /// <summary>The number in the cell, rounded to the nearest binary32 number.</summary>
    /// <exception cref="DataFormatException">The cell is empty, text, NaN, infinite or beyond binary32.</exception>
    public static float Parse(string cell, string path, long line, string column)
    {
        if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
        {
            string found = cell.Length == 0 ? "an empty cell" : $"the text '{cell}'";
            throw new DataFormatException($"{path}, line {line}, column '{column}': found {found}, expected a number such as 1.5 or -2e3; fill in or remove the row.");
        }
        if (!float.IsFinite(value))
            throw new DataFormatException($"{path}, line {line}, column '{column}': found '{cell}', expected a finite number of at most 3.4e38; fill in or remove the row.");
        return value;
    }
}
