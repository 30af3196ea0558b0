namespace NeuralGpu;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Samples">Rows looked at.</param>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">Fraction classified right. One output: right when both or neither of output and target are at least ½. Several: when the largest output, the first of equals, is where the largest target is. NaN when a target is neither 0 nor 1, as in regression.</param>
/// <param name="RootMeanSquaredError">√(Σ(a − y)²/(samples · outputs)).</param>
/// <param name="RSquared">1 − Σ(a − y)²/Σ(y − ȳ)², ȳ the mean of each output's targets; NaN when the targets are constant.</param>
public sealed record Evaluation(int Samples, double Loss, double Accuracy, double RootMeanSquaredError, double RSquared)
{
    /// <summary>Mean over the classes of the fraction of their samples classified right; NaN when the targets are not classes.</summary>
    public double BalancedAccuracy { get; init; } = double.NaN;

    /// <summary>Mean over the classes of the harmonic mean of precision and recall; NaN when the targets are not classes.</summary>
    public double F1 { get; init; } = double.NaN;

    /// <summary>Mean −ln p of the right class; NaN when the outputs are not probabilities of classes.</summary>
    public double LogLoss { get; init; } = double.NaN;

    /// <summary>Mean absolute error.</summary>
    public double MeanAbsoluteError { get; init; } = double.NaN;
}
