namespace NeuralGpu;

/// <summary>Where a fit stands.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="Updates">Updates done since the fit began.</param>
/// <param name="TotalUpdates">How many there will be at most.</param>
/// <param name="Loss">Mean loss over the samples of this epoch visited so far, each at the moment it was visited.</param>
/// <param name="ValidationLoss">Mean loss over the validation set after this epoch; null without one, and within an epoch.</param>
/// <param name="ValidationAccuracy">Fraction of the validation samples classified right, when the targets are classes; else null.</param>
/// <param name="SamplesPerSecond">Training samples visited a second since the fit began.</param>
/// <param name="Elapsed">Time since the fit began.</param>
/// <param name="Remaining">Estimate of the time left.</param>
/// <param name="EpochFinished">Whether this report closes an epoch.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    long Updates,
    long TotalUpdates,
    double Loss,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double SamplesPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining,
    bool EpochFinished);
