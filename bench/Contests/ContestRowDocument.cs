namespace NeuralGpu.Bench;

/// <summary>A row of a <see cref="ContestDocument"/>.</summary>
internal sealed record ContestRowDocument(string Name, double Work, double Ours, double? Limit, double? ShareOfRoofline, IReadOnlyDictionary<string, double?> Peers)
{
    public static ContestRowDocument Of(ContestRow row, IReadOnlyList<Contestant> peers)
        => new(row.Name, row.Work, row.Ours, row.Limit, row.Work / row.Ours / row.Limit, peers.Select((peer, i) => (peer.Name, row.Peers[i])).ToDictionary());
}
