namespace NeuralGpu.Bench;

/// <summary>A comparison as Markdown.</summary>
internal static class ComparisonTables
{
    public static void Write(Comparison comparison, TextWriter output)
    {
        var cells = new ComparisonCells(comparison);
        MarkdownTable.Write(output, ComparisonCells.DeviceHeader, cells.DeviceRows);
        foreach (string refused in comparison.Refused)
            output.WriteLine($"\nNot used: {refused}");
        foreach (MeasuredWork work in comparison.Works)
        {
            output.WriteLine();
            output.WriteLine($"## {ComparisonCells.Title(work)}");
            output.WriteLine();
            MarkdownTable.Write(output, cells.Header(work), cells.Rows(work));
            foreach (string crossover in cells.Crossovers(work))
                output.WriteLine($"\n{crossover}");
        }
        if (!comparison.IsComplete)
            output.WriteLine("\nStopped on the way.");
    }
}
