using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>A contest as a Markdown table, each row written when it has been measured.</summary>
internal static class ContestTable
{
    public static void Write(Contest contest, TextWriter output)
    {
        output.WriteLine(contest.Title);
        output.WriteLine();
        foreach (Contestant peer in contest.Peers)
            output.WriteLine($"- {peer.Name}: {peer.Version ?? "not installed"}");
        foreach (string note in contest.Notes)
            output.WriteLine($"\n{note}");
        if (contest.Roofline is { } roofline)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nMeasured roofline: {roofline.Flops / 1e9:F0} GFLOP/s of fma in registers, {roofline.Bandwidth / 1e9:F1} GB/s of copying."));
        output.WriteLine();
        string share = contest.Roofline is null ? "" : " of the roofline |";
        output.WriteLine($"| | ours {contest.Unit.Name} |{share}{string.Concat(contest.Peers.Select(peer => $" {peer.Name} {contest.Unit.Name} | ratio |"))}");
        output.WriteLine($"|---|--:|{(contest.Roofline is null ? "" : "--:|")}{string.Concat(contest.Peers.Select(_ => "--:|--:|"))}");
        var rows = new List<ContestRow>();
        foreach (ContestRow row in contest.Rows)
        {
            rows.Add(row);
            output.WriteLine(Line(contest, row));
            output.Flush();
        }
        for (int i = 0; i < contest.Peers.Count; i++)
            WriteSummary(contest.Peers[i].Name, [.. rows.Where(row => row.Peers[i] is not null).Select(row => (row.Peers[i]!.Value / row.Ours, row.Name))], output);
    }

    private static string Line(Contest contest, ContestRow row)
    {
        string line = $"| {row.Name} | {contest.Unit.Format(row.Work, row.Ours)} |";
        if (contest.Roofline is not null)
            line += row.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $" {100 * row.Work / row.Ours / limit:F0} % of {limit * contest.Unit.Scale:F0} |") : " – |";
        for (int i = 0; i < contest.Peers.Count; i++)
        {
            if (row.Peers[i] is { } seconds)
                line += string.Create(CultureInfo.InvariantCulture, $" {contest.Unit.Format(row.Work, seconds)} | {seconds / row.Ours:F2} |");
            else
                line += contest.Peers[i].Version is null ? " not installed | – |" : " – | – |";
        }
        return line;
    }

    private static void WriteSummary(string peer, IReadOnlyList<(double Ratio, string Name)> ratios, TextWriter output)
    {
        if (ratios.Count < 2)
            return;
        (double least, string worst) = ratios.MinBy(pair => pair.Ratio);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Against {peer}: geometric mean of the ratios {Ratios.GeometricMean(ratios.Select(pair => pair.Ratio)):F3} over {ratios.Count} rows, least {least:F2} at {worst}."));
    }
}
