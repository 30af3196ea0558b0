namespace NeuralGpu.Cli;

/// <summary>Refuses to watch R² where it has no value.</summary>
internal static class ValidationTargets
{
    public static void RequireVariation(TrainPlan plan, PreparedData data)
    {
        if (plan.Training.EarlyStopping?.Metric == Metric.RSquared && data.Validation is { } validation && validation.Targets.All(target => target == validation.Targets[0]))
            throw new BadInputException($"--early-stopping: found 'r2', which is not reported, since the targets of all {validation.Count} validation rows are the same; expected a larger --validation, or one of rmse, mae.");
    }
}
