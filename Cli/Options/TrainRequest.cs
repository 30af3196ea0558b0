namespace NeuralGpu.Cli;

/// <summary>What the command line of <c>train</c> asks for; null where it leaves the choice open.</summary>
internal sealed record TrainRequest
{
    public required string Data { get; init; }
    public string? Target { get; init; }
    public LearningTask? Task { get; init; }
    public IReadOnlyList<int>? Hidden { get; init; }
    public Activation? Activation { get; init; }
    public Activation? Output { get; init; }
    public Loss? Loss { get; init; }
    public float? LearningRate { get; init; }
    public ScheduleChoice? Schedule { get; init; }
    public int? Batch { get; init; }
    public int? Epochs { get; init; }
    public float? Tolerance { get; init; }
    public Sampling? Sampling { get; init; }
    public Initialization? Initialization { get; init; }
    public StandardizationChoice? Standardization { get; init; }
    public double? Validation { get; init; }
    public double? Test { get; init; }
    public ulong? Seed { get; init; }
    public string? Out { get; init; }
    public bool Quiet { get; init; }
    public bool Json { get; init; }
}
