namespace NeuralGpu.Cli;

/// <summary>When the command line asks training to stop; null where it does not say.</summary>
internal sealed record StoppingRequest
{
    public float? Tolerance { get; init; }
    public Metric? EarlyStopping { get; init; }
    public int? Patience { get; init; }
    public float? MinimumChange { get; init; }
}
