using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The learning rate when no option gives one.</summary>
internal static class DefaultLearningRate
{
    public const string InWords = "[default: 0.1 for classes, 0.01 for values, less with relu and large values; with momentum and nesterov a tenth of that; with rmsprop, adam and adamw 0.001, or 0.01 for linear models, times the deviation of large values; 1 for a perceptron]";

    private const float Classes = 0.1f;
    private const float Values = 0.01f;

    // At rest, momentum 0.9 adds ten steps up to one.
    private const float MomentumShare = 0.1f;

    // The papers' rate; the steps are about that long whatever the gradients are.
    private const float Adaptive = 0.001f;
    private const float AdaptiveLinear = 0.01f;

    // With ReLU layers the gradients of a squared error grow with the targets, and nothing bounds them: at 0.01, targets of
    // some hundreds diverge. Steps of 0.1 over the targets' deviation learn well on tables of a few hundred rows.
    private const double ReluStepTimesDeviation = 0.1;

    /// <param name="rows">The data.</param>
    /// <param name="isLinear">Whether there is one layer.</param>
    /// <param name="activation">Of the hidden layers.</param>
    /// <param name="optimizer">What makes updates of gradients.</param>
    public static float For(LabeledData rows, bool isLinear, Activation activation, OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Sgd => ForSgd(rows, isLinear, activation),
        OptimizerKind.Momentum or OptimizerKind.Nesterov => OneDigit((double)ForSgd(rows, isLinear, activation) * MomentumShare),
        _ => ForAdaptive(rows, isLinear),
    };

    private static float ForSgd(LabeledData rows, bool isLinear, Activation activation)
    {
        if (rows.Values is not { } values)
            return Classes;
        if (isLinear || activation != Activation.Relu)
            return Values;
        double deviation = Deviation(values);
        return deviation * Values <= ReluStepTimesDeviation ? Values : OneDigit(ReluStepTimesDeviation / deviation);
    }

    // A linear model's weights are as large as its targets' deviation, and steps of a fixed length must get there.
    private static float ForAdaptive(LabeledData rows, bool isLinear)
    {
        if (!isLinear)
            return Adaptive;
        return rows.Values is { } values ? OneDigit(AdaptiveLinear * Math.Max(1, Deviation(values))) : AdaptiveLinear;
    }

    // The deviation, not the size: the output's bias starts at, or soon reaches, the targets' mean.
    private static double Deviation(float[] values)
    {
        double mean = values.Average(value => (double)value);
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static float OneDigit(double rate) => float.Parse(rate.ToString("E0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
