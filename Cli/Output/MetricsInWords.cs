using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>An evaluation in one line.</summary>
internal static class MetricsInWords
{
    public static string Format(Evaluation evaluation, LearningTask task) => task == LearningTask.Classify
        ? string.Create(CultureInfo.InvariantCulture, $"loss {evaluation.Loss:0.00000}{Known("accuracy", evaluation.Accuracy, "0.0000")}{Known("balanced accuracy", evaluation.BalancedAccuracy, "0.0000")}{Known("F1", evaluation.F1, "0.0000")}{Known("log loss", evaluation.LogLoss, "0.00000")}")
        : string.Create(CultureInfo.InvariantCulture, $"loss {evaluation.Loss:G6}{Known("rmse", evaluation.RootMeanSquaredError, "G6")}{Known("mae", evaluation.MeanAbsoluteError, "G6")}{Known("R²", evaluation.RSquared, "0.0000")}");

    // NaN stands for a figure that these outputs do not have.
    private static string Known(string name, double value, string format)
        => double.IsNaN(value) ? "" : $", {name} {value.ToString(format, CultureInfo.InvariantCulture)}";
}
