namespace NeuralGpu.Cli;

/// <summary>What a fit came to, by descent or by the perceptron's rule.</summary>
/// <param name="Network">What was learnt.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="Message">That in words.</param>
/// <param name="Epochs">Finished passes over the training rows.</param>
/// <param name="Updates">Updates that the network has had.</param>
/// <param name="Elapsed">Wall-clock time.</param>
/// <param name="SamplesPerSecond">Training samples a second.</param>
internal sealed record FitOutcome(Network Network, StopReason StopReason, string Message, int Epochs, long Updates, TimeSpan Elapsed, double SamplesPerSecond)
{
    /// <summary>Bytes of the device's memory that the fit took; null for a perceptron.</summary>
    public long? DeviceMemory { get; private init; }

    /// <summary>The epoch that early stopping chose; else null.</summary>
    public int? BestEpoch { get; private init; }

    /// <summary>A perceptron's mistakes in each epoch; else null.</summary>
    public IReadOnlyList<int>? MistakesPerEpoch { get; private init; }

    /// <summary>Whether a perceptron's last epoch made no mistake; else null.</summary>
    public bool? Separated { get; private init; }

    public static FitOutcome Of(TrainingResult result, TrainingMemory memory)
        => new(result.Network, result.StopReason, result.Message, result.History.Count, result.Updates, result.Elapsed, result.SamplesPerSecond) { BestEpoch = result.BestEpoch, DeviceMemory = memory.Total };

    public static FitOutcome Of(PerceptronResult result, int samples)
    {
        double seconds = result.Elapsed.TotalSeconds;
        return new(result.Network, result.StopReason, result.Message, result.Epochs, result.Updates, result.Elapsed, seconds > 0 ? (double)result.Epochs * samples / seconds : 0)
        {
            MistakesPerEpoch = result.MistakesPerEpoch,
            Separated = result.Separated,
        };
    }
}
