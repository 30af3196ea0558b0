namespace NeuralGpu.Bench;

/// <summary>A Markdown table whose columns line up, so that it reads as well in a terminal.</summary>
internal static class MarkdownTable
{
    /// <summary>Writes the header and the rows; the first column to the left, the others to the right.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. header.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Append(3).Max())];
        string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |";
        output.WriteLine(Line(header));
        output.WriteLine($"|{string.Join('|', widths.Select((width, i) => i == 0 ? new string('-', width + 2) : new string('-', width + 1) + ':'))}|");
        foreach (IReadOnlyList<string> row in rows)
            output.WriteLine(Line(row));
    }
}
