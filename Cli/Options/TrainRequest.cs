namespace NeuralGpu.Cli;

/// <summary>What the command line of <c>train</c> asks for; null where it leaves the choice open.</summary>
internal sealed record TrainRequest
{
    public required string Data { get; init; }
    public string? Target { get; init; }
    public LearningTask? Task { get; init; }
    public required ModelRequest Model { get; init; }
    public required DescentRequest Descent { get; init; }
    public required PenaltyRequest Penalties { get; init; }
    public required StoppingRequest Stopping { get; init; }
    public required RowRequest Rows { get; init; }
    public string? Out { get; init; }
    public bool Quiet { get; init; }
    public bool Json { get; init; }
}
