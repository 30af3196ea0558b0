namespace NeuralGpu.Bench;

/// <summary>A table of work that this library and its peers did in turn.</summary>
/// <param name="Title">What was measured, with its setting.</param>
/// <param name="Unit">What the table shows.</param>
/// <param name="Peers">The columns.</param>
/// <param name="Rows">The rows, measured as they are asked for.</param>
internal sealed record Contest(string Title, Unit Unit, IReadOnlyList<Contestant> Peers, IEnumerable<ContestRow> Rows)
{
    /// <summary>What the device can do at most; null when it was not measured.</summary>
    public Roofline? Roofline { get; init; }

    /// <summary>What a reader must know about a column.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Writes a table as the rows come, or one JSON document.</summary>
    public void Write(TextWriter output, bool json)
    {
        if (json)
            Json.Write(output, ContestDocument.Of(this));
        else
            ContestTable.Write(this, output);
    }
}
