using NeuralGpu.Cli;

namespace NeuralGpu.Bench;

/// <summary>The verb compare: every device of this machine at the same work, side by side.</summary>
internal static class CompareCommand
{
    /// <returns>The exit code: 130 when it was stopped.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var options = new Options(arguments, ["--threads", "--html"], ["--json"]);
        string? html = options.Text("--html");
        if (html is not null && Path.GetDirectoryName(Path.GetFullPath(html)) is { } folder && !Directory.Exists(folder))
            throw new ArgumentException($"--html: there is no folder {folder}.");
        using var signals = new StopSignals();
        Comparison comparison = new ComparisonRun(options.Count("--threads", Environment.ProcessorCount), progress, signals.Token).Run(Works.All);
        if (options.Has("--json"))
            Json.Write(output, ComparisonDocument.Of(comparison));
        else
            ComparisonTables.Write(comparison, output);
        if (html is not null)
            File.WriteAllText(html, new ComparisonPage(comparison).Html());
        return comparison.IsComplete ? 0 : 130;
    }
}
