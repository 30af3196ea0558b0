using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Joins the figures of an evaluation's rows, in ascending order, in binary64.</summary>
internal sealed class MetricSums(int outputs)
{
    private readonly ConfusionMatrix confusion = new(Math.Max(outputs, 2));
    private double loss;
    private double logLoss;
    private double squaredError;
    private double absoluteError;
    private int samples;

    /// <summary>Adds rows.</summary>
    /// <param name="losses">One a row.</param>
    /// <param name="logLosses">One a row.</param>
    /// <param name="figures">[rows × <see cref="RowMetrics.Figures"/>].</param>
    public void Add(ReadOnlySpan<float> losses, ReadOnlySpan<float> logLosses, ReadOnlySpan<float> figures)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> row = figures.Slice(i * RowMetrics.Figures, RowMetrics.Figures);
            loss += losses[i];
            logLoss += logLosses[i];
            squaredError += row[RowMetrics.SquaredError];
            absoluteError += row[RowMetrics.AbsoluteError];
            if (row[RowMetrics.TargetClass] != RowMetrics.NoClass)
                confusion.Add((int)row[RowMetrics.TargetClass], (int)row[RowMetrics.PredictedClass]);
        }
        samples += losses.Length;
    }

    /// <summary>The metrics of all rows added.</summary>
    /// <param name="targetVariation">Σ(y − ȳ)²; NaN for constant targets.</param>
    /// <param name="hasProbabilities">Whether the log losses mean anything.</param>
    public Evaluation ToEvaluation(double targetVariation, bool hasProbabilities)
    {
        bool hasClasses = confusion.Samples == samples;
        double values = (double)samples * outputs;
        return new Evaluation(
            samples,
            loss / samples,
            hasClasses ? confusion.Accuracy : double.NaN,
            Math.Sqrt(squaredError / values),
            1 - (squaredError / targetVariation))
        {
            MeanAbsoluteError = absoluteError / values,
            BalancedAccuracy = hasClasses ? confusion.BalancedAccuracy : double.NaN,
            F1 = hasClasses ? confusion.F1 : double.NaN,
            LogLoss = hasClasses && hasProbabilities ? logLoss / samples : double.NaN,
            ConfusionMatrix = hasClasses ? confusion : null,
        };
    }
}
