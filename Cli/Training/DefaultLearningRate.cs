using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The learning rate when no option gives one.</summary>
internal static class DefaultLearningRate
{
    private const float Classes = 0.1f;
    private const float Values = 0.01f;

    // With ReLU layers the gradients of a squared error grow with the targets, and nothing bounds them: at 0.01, targets of
    // some hundreds diverge. Steps of 0.1 over the targets' deviation learn well on tables of a few hundred rows.
    private const double ReluStepTimesDeviation = 0.1;

    public static float For(LabeledData rows, IReadOnlyList<int> hidden, Activation activation)
    {
        if (rows.Values is not { } values)
            return Classes;
        if (hidden.Count == 0 || activation != Activation.Relu)
            return Values;
        // The deviation, not the size: the output's bias starts at the targets' mean.
        double mean = values.Average(value => (double)value);
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return deviation * Values <= ReluStepTimesDeviation ? Values : OneDigit(ReluStepTimesDeviation / deviation);
    }

    private static float OneDigit(double rate) => float.Parse(rate.ToString("E0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
