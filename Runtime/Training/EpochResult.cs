namespace NeuralGpu;

/// <summary>The figures of one finished epoch.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">Mean loss over the epoch's samples, each at the moment it was visited.</param>
/// <param name="ValidationLoss">Mean loss over the validation set after the epoch; null without one.</param>
/// <param name="ValidationAccuracy">Fraction of the validation samples classified right; null without a validation set or without classes.</param>
public sealed record EpochResult(int Epoch, double Loss, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>All figures of the validation set after the epoch; null without one.</summary>
    public Evaluation? Validation { get; init; }
}
