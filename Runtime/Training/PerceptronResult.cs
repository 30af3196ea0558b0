namespace NeuralGpu;

/// <summary>What a perceptron's fit gives back.</summary>
/// <param name="Network">One identity layer: its output's sign is the class.</param>
/// <param name="Separated">Whether the last epoch made no mistake: every sample is strictly on its side.</param>
/// <param name="MistakesPerEpoch">Updates of each finished epoch, over all outputs.</param>
/// <param name="Updates">Updates that the network has had in this fit.</param>
/// <param name="StopReason"><see cref="StopReason.Converged"/> when separated, <see cref="StopReason.Completed"/> at the limit of epochs, <see cref="StopReason.Cancelled"/> or <see cref="StopReason.Diverged"/>.</param>
/// <param name="Message">The stop reason in words.</param>
/// <param name="Trajectory">Every update in order of epoch, row and output, when <see cref="PerceptronOptions.RecordsTrajectory"/> asked for it; else null.</param>
/// <param name="Elapsed">Wall-clock time of the fit, without opening the device.</param>
public sealed record PerceptronResult(
    Network Network,
    bool Separated,
    IReadOnlyList<int> MistakesPerEpoch,
    long Updates,
    StopReason StopReason,
    string Message,
    IReadOnlyList<PerceptronUpdate>? Trajectory,
    TimeSpan Elapsed)
{
    /// <summary>Finished passes over the data.</summary>
    public int Epochs => MistakesPerEpoch.Count;
}
