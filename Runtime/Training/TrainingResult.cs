namespace NeuralGpu;

/// <summary>What a fit gives back.</summary>
/// <param name="Network">The trained network.</param>
/// <param name="StopReason">Why the fit ended.</param>
/// <param name="Message">The stop reason in words; when it diverged: the update, its learning rate and what to try.</param>
/// <param name="History">One entry a finished epoch. Part of what is identical on every device.</param>
/// <param name="Updates">Updates that the network has had.</param>
/// <param name="SamplesVisited">Training samples visited.</param>
/// <param name="Elapsed">Wall-clock time of the fit, without opening the device.</param>
public sealed record TrainingResult(
    Network Network,
    StopReason StopReason,
    string Message,
    IReadOnlyList<EpochResult> History,
    long Updates,
    long SamplesVisited,
    TimeSpan Elapsed)
{
    /// <summary>Training samples a second.</summary>
    public double SamplesPerSecond => Elapsed > TimeSpan.Zero ? SamplesVisited / Elapsed.TotalSeconds : 0;
}
