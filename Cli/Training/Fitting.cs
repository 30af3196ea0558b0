namespace NeuralGpu.Cli;

/// <summary>Runs the fit of a plan, showing how it goes.</summary>
internal static class Fitting
{
    public static FitOutcome Run(TrainPlan plan, PreparedData data, Device device, Messages messages, bool quiet, CancellationToken cancellation)
    {
        Network start = StartNetwork.For(plan, data.Training);
        if (plan.Model == ModelKind.Perceptron)
        {
            var perceptron = new Perceptron(device, new PerceptronOptions { LearningRate = plan.Training.LearningRate, Epochs = plan.Training.Epochs });
            return FitOutcome.Of(perceptron.Fit(data.Training, start, quiet ? null : new PerceptronLines(messages.Writer), cancellation), data.Training.Count);
        }
        var trainer = new Trainer(device, plan.Training);
        TrainingResult result = TrainingDisplay.Run(messages, quiet, progress => trainer.Fit(start, data.Training, data.Validation, progress, cancellation));
        return FitOutcome.Of(result, trainer.MemoryOf(start, data.Training, data.Validation));
    }
}
