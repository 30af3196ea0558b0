namespace NeuralGpu.Cli;

/// <summary>How the command line asks a model to be held back; null where it does not.</summary>
internal sealed record PenaltyRequest
{
    public float? L2 { get; init; }
    public float? L1 { get; init; }
    public float? WeightDecay { get; init; }
    public float? Dropout { get; init; }
    public float? ClipNorm { get; init; }
    public ClassWeighting? ClassWeight { get; init; }
}
