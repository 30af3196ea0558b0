namespace NeuralGpu.Cli;

/// <summary>Refuses options that do not go with what the data has to be learnt: classes or values.</summary>
internal static class TaskConflicts
{
    private static readonly Metric[] OfClasses = [Metric.TrainingLoss, Metric.ValidationLoss, Metric.Accuracy, Metric.BalancedAccuracy, Metric.F1, Metric.LogLoss];
    private static readonly Metric[] OfScores = [Metric.TrainingLoss, Metric.ValidationLoss, Metric.Accuracy, Metric.BalancedAccuracy, Metric.F1];
    private static readonly Metric[] OfValues = [Metric.TrainingLoss, Metric.ValidationLoss, Metric.RootMeanSquaredError, Metric.MeanAbsoluteError, Metric.RSquared];

    /// <summary>Lets the options pass or names the first that is for the other task.</summary>
    /// <param name="request">The options.</param>
    /// <param name="task">What the data's target is.</param>
    /// <param name="output">The output activation chosen.</param>
    public static void Refuse(TrainRequest request, LearningTask task, Activation output)
    {
        if (task == LearningTask.Regress)
        {
            if (request.Model.Kind == ModelKind.Perceptron)
                throw new BadInputException("--model perceptron separates classes, but the task is regress; expected --model linear or mlp, or --task classify.");
            if (request.Model.Kind == ModelKind.Linear && output != Activation.Identity)
                throw new BadInputException($"--output {Choices.Outputs.NameOf(output)} bends what a linear model of values gives; expected --output identity, or --hidden none instead of --model linear.");
            if (request.Penalties.ClassWeight is not null)
                throw new BadInputException("--class-weight weights classes, but the task is regress; leave it out, or give --task classify.");
            if (request.Rows.Stratify)
                throw new BadInputException("--stratify keeps the shares of classes, but the task is regress; leave it out, or give --task classify.");
        }
        if (request.Stopping.EarlyStopping is { } metric)
            RequireReported(metric, task, output);
    }

    private static void RequireReported(Metric metric, LearningTask task, Activation output)
    {
        (Metric[] reported, string what) = (task, output) switch
        {
            (LearningTask.Regress, _) => (OfValues, "values"),
            (_, Activation.Softmax or Activation.Sigmoid) => (OfClasses, "classes"),
            _ => (OfScores, "outputs that are no probabilities of classes"),
        };
        if (!reported.Contains(metric))
            throw new BadInputException($"--early-stopping: found '{Choices.Metrics.NameOf(metric)}', which is not reported for {what}; expected one of {string.Join(", ", reported.Select(Choices.Metrics.NameOf))}.");
    }
}
