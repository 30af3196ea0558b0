using System.Text.Json.Serialization;

namespace NeuralGpu.Cli;

/// <summary>The metrics of one data set: those of classes, or those of values. A figure that the outputs do not have, such as the log loss of scores, is null.</summary>
internal sealed record MetricsDocument
{
    // A matrix of more is millions of counts, nearly all 0.
    private const int MostClasses = 1000;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Accuracy { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BalancedAccuracy { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? F1 { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LogLoss { get; private init; }

    /// <summary>Counts: a row for each class of the samples, a column for each class predicted, in the order of <see cref="Classes"/>; left out when there are more than 1000 of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<long>>? ConfusionMatrix { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Classes { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Rmse { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Mae { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? R2 { get; private init; }

    /// <param name="evaluation">What was measured; null without such a data set.</param>
    /// <param name="classes">The classes' labels; null for values.</param>
    public static MetricsDocument? Of(Evaluation? evaluation, IReadOnlyList<string>? classes)
    {
        if (evaluation is null)
            return null;
        if (classes is null)
            return new() { Rmse = evaluation.RootMeanSquaredError, Mae = evaluation.MeanAbsoluteError, R2 = evaluation.RSquared };
        return new()
        {
            Accuracy = evaluation.Accuracy,
            BalancedAccuracy = evaluation.BalancedAccuracy,
            F1 = evaluation.F1,
            LogLoss = evaluation.LogLoss,
            ConfusionMatrix = classes.Count <= MostClasses ? evaluation.ConfusionMatrix?.ToRows() : null,
            Classes = classes,
        };
    }
}
