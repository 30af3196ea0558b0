namespace NeuralGpu.Cli;

/// <summary>How the command line asks for the descent; null where it leaves the choice open.</summary>
internal sealed record DescentRequest
{
    public OptimizerKind? Optimizer { get; init; }
    public float? LearningRate { get; init; }
    public ScheduleChoice? Schedule { get; init; }
    public int? WarmUp { get; init; }
    public int? Batch { get; init; }
    public int? Epochs { get; init; }
    public Sampling? Sampling { get; init; }
}
