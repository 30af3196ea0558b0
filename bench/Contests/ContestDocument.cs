namespace NeuralGpu.Bench;

/// <summary>What <c>--json</c> prints of a contest. Times are in seconds; a ratio above 1 says that ours is faster.</summary>
internal sealed record ContestDocument(string Title, string Unit, string Clock, Roofline? Roofline, IReadOnlyList<ContestantDocument> Peers, IReadOnlyList<ContestRowDocument> Rows)
{
    public static ContestDocument Of(Contest contest)
    {
        ContestRow[] rows = [.. contest.Rows];
        return new ContestDocument(
            contest.Title,
            contest.Unit.Name,
            Turns.UsesProcessorTime ? "processor" : "wall",
            contest.Roofline,
            [.. contest.Peers.Select((peer, i) => ContestantDocument.Of(peer, [.. rows.Where(row => row.Peers[i] is not null).Select(row => row.Peers[i]!.Value / row.Ours)]))],
            [.. rows.Select(row => ContestRowDocument.Of(row, contest.Peers))]);
    }
}
