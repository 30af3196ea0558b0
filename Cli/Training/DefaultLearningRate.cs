using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The learning rate when no option gives one.</summary>
internal static class DefaultLearningRate
{
    private const float Classes = 0.1f;
    private const float Values = 0.01f;

    // With ReLU layers the gradients of a squared error grow with the targets, and nothing bounds them: at 0.01, targets of
    // some hundreds diverge. Steps of 0.2 over the targets' size learn well from 1 to 10^6 on tables of a few hundred rows.
    private const double ReluStepTimesTargetSize = 0.2;

    public static float For(LabeledData rows, IReadOnlyList<int> hidden, Activation activation)
    {
        if (rows.Values is not { } values)
            return Classes;
        if (hidden.Count == 0 || activation != Activation.Relu)
            return Values;
        double rootMeanSquare = Math.Sqrt(values.Sum(value => (double)value * value) / Math.Max(1, values.Length));
        return rootMeanSquare * Values <= ReluStepTimesTargetSize ? Values : OneDigit(ReluStepTimesTargetSize / rootMeanSquare);
    }

    private static float OneDigit(double rate) => float.Parse(rate.ToString("E0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
