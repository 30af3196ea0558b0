namespace NeuralGpu.Cli;

/// <summary>How many updates a fit has at most, and the schedule over them.</summary>
internal static class FitLength
{
    public static Schedule ScheduleFor(TrainPlan plan, int samples)
    {
        long updates = Updates(plan.Training, samples);
        if (plan.WarmUp is not { } warmUp)
            return plan.Schedule.For(updates);
        if (warmUp >= updates)
            throw new BadInputException($"--warm-up: found {warmUp}, but the fit has only {updates} updates ({plan.Training.Epochs} epochs of {updates / plan.Training.Epochs}); expected fewer, so that the schedule begins within the fit.");
        return plan.Schedule.For(updates - warmUp).WithWarmUp(warmUp);
    }

    private static long Updates(TrainingOptions training, int samples)
    {
        int batch = Math.Min(training.BatchSize, samples);
        return training.Epochs * (((long)samples + batch - 1) / batch);
    }
}
