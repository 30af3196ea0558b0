namespace NeuralGpu.Cli;

/// <summary>What the command line of <c>solve</c> asks for.</summary>
internal sealed record SolveRequest
{
    public required string Data { get; init; }
    public IReadOnlyList<string>? Targets { get; init; }
    public IReadOnlyList<string>? Features { get; init; }
    public string? Weights { get; init; }
    public int? Degree { get; init; }
    public IReadOnlyList<double>? Penalties { get; init; }
    public PenaltyChoice? Choose { get; init; }
    public int? Folds { get; init; }
    public ulong? Seed { get; init; }
    public bool FreeIntercept { get; init; }
    public bool NoIntercept { get; init; }
    public bool MinimumNorm { get; init; }
    public Precision? Precision { get; init; }
    public double? Confidence { get; init; }
    public string? Out { get; init; }
    public string? Plot { get; init; }
    public bool Json { get; init; }
}
