namespace NeuralGpu;

/// <summary>Learning rates under a schedule.</summary>
internal static class LearningRate
{
    /// <summary>ηₜ for t = 1, 2, …: computed in binary64 with IEEE operations only.</summary>
    public static double At(TrainingOptions options, long update) => options.Schedule switch
    {
        Schedule.Constant => options.LearningRate,
        Schedule.InverseSqrt => options.LearningRate / Math.Sqrt(update),
        Schedule.Inverse => options.LearningRate / (double)update,
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Schedule, "There is no such schedule."),
    };
}
