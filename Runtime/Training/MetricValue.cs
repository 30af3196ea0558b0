namespace NeuralGpu;

/// <summary>Reads a metric off an epoch's figures.</summary>
internal static class MetricValue
{
    /// <summary>Whether larger is better.</summary>
    public static bool RisesToImprove(this Metric metric) => metric is Metric.Accuracy or Metric.BalancedAccuracy or Metric.F1 or Metric.RSquared;

    /// <summary>The metric's value; NaN when these figures do not have it.</summary>
    public static double Of(Metric metric, double trainingLoss, Evaluation? validation) => metric switch
    {
        Metric.TrainingLoss => trainingLoss,
        _ when validation is null => double.NaN,
        Metric.ValidationLoss => validation.Loss,
        Metric.Accuracy => validation.Accuracy,
        Metric.BalancedAccuracy => validation.BalancedAccuracy,
        Metric.F1 => validation.F1,
        Metric.LogLoss => validation.LogLoss,
        Metric.RootMeanSquaredError => validation.RootMeanSquaredError,
        Metric.MeanAbsoluteError => validation.MeanAbsoluteError,
        Metric.RSquared => validation.RSquared,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric."),
    };

    /// <summary>Refuses to watch a metric that a fit will not report.</summary>
    /// <exception cref="ArgumentException">There is no validation data, or the metric has no value on it.</exception>
    public static void RequireReported(EarlyStopping earlyStopping, Evaluation? validationAtStart)
    {
        if (earlyStopping.Metric == Metric.TrainingLoss)
            return;
        if (validationAtStart is null)
            throw new ArgumentException($"Early stopping watches {earlyStopping.Metric}, which is measured on validation data, but there is none; give validation data, or watch {Metric.TrainingLoss}.", nameof(earlyStopping));
        // These there always are; a network whose outputs overflow makes them NaN, which is no reason to call them unknown.
        if (earlyStopping.Metric is Metric.ValidationLoss or Metric.RootMeanSquaredError or Metric.MeanAbsoluteError)
            return;
        if (double.IsNaN(Of(earlyStopping.Metric, double.NaN, validationAtStart)))
            throw new ArgumentException($"Early stopping watches {earlyStopping.Metric}, which is not reported for this network and validation data (class metrics need targets that are classes, LogLoss needs a softmax or sigmoid output, RSquared needs targets that vary); watch {Metric.ValidationLoss} instead.", nameof(earlyStopping));
    }
}
