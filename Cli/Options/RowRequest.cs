namespace NeuralGpu.Cli;

/// <summary>What the command line asks to be done with the rows; null where it leaves the choice open.</summary>
internal sealed record RowRequest
{
    public StandardizationChoice? Standardization { get; init; }
    public double? Validation { get; init; }
    public double? Test { get; init; }
    public bool Stratify { get; init; }
    public ulong? Seed { get; init; }
}
