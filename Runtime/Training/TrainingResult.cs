namespace NeuralGpu;

/// <summary>What a fit gives back.</summary>
/// <param name="Network">The trained network.</param>
/// <param name="StopReason">Why the fit ended.</param>
/// <param name="Message">The stop reason in words; when it diverged: the update, its learning rate and what to try.</param>
/// <param name="History">One entry a finished epoch, with those of the fit that this one continued. Part of what is identical on every device.</param>
/// <param name="Updates">Updates done in all, with those of the fit that this one continued.</param>
/// <param name="SamplesVisited">Training samples that this fit visited.</param>
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
    /// <summary>Where the fit stands, for <see cref="Trainer.Continue"/>; null when it diverged.</summary>
    public TrainingState? State { get; init; }

    /// <summary>The epoch whose network this is, when early stopping chose it; else null.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Training samples a second.</summary>
    public double SamplesPerSecond => Elapsed > TimeSpan.Zero ? SamplesVisited / Elapsed.TotalSeconds : 0;
}
