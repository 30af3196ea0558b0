namespace NeuralGpu.Cli;

/// <summary>What the command line asks to be learnt; null where it leaves the choice open.</summary>
internal sealed record ModelRequest
{
    public ModelKind? Kind { get; init; }
    public IReadOnlyList<int>? Hidden { get; init; }
    public Activation? Activation { get; init; }
    public int? Degree { get; init; }
    public Activation? Output { get; init; }
    public Loss? Loss { get; init; }
    public Initialization? Initialization { get; init; }
}
