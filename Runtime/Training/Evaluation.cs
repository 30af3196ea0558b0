namespace NeuralGpu;

/// <summary>How well a network does on a data set.</summary>
/// <remarks>
/// The class metrics are there when the targets are classes: with several outputs, one 1 a row and 0 (margin losses: −1) elsewhere; with one output, 0 and 1 (−1 and +1). Else they are NaN, and the matrix null, as in regression.
/// Predicted is, with several outputs, the largest, the first of equals; with one, the second class from ½ on. With a margin loss and one output it is the sign, and a score of exactly 0 counts as the wrong class (book, section 1.4: sgn(0) = 0).
/// Sample weights do not count.
/// </remarks>
/// <param name="Samples">Rows looked at.</param>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">Fraction classified right.</param>
/// <param name="RootMeanSquaredError">√(Σ(a − y)²/(samples · outputs)).</param>
/// <param name="RSquared">1 − Σ(a − y)²/Σ(y − ȳ)², ȳ the mean of each output's targets; NaN when the targets are constant.</param>
public sealed record Evaluation(int Samples, double Loss, double Accuracy, double RootMeanSquaredError, double RSquared)
{
    /// <summary>Σ|a − y|/(samples · outputs).</summary>
    public double MeanAbsoluteError { get; init; } = double.NaN;

    /// <summary>Mean recall of the classes that have samples; what accuracy would be if every class had as many.</summary>
    public double BalancedAccuracy { get; init; } = double.NaN;

    /// <summary>F1 averaged over the classes (macro), for two classes too; see <see cref="ConfusionMatrix.F1"/>.</summary>
    public double F1 { get; init; } = double.NaN;

    /// <summary>Mean of −ln p, p the probability given to the sample's class: for softmax and sigmoid outputs, with class targets, else NaN. With several sigmoid outputs, the sum of −ln p over the outputs' yes-or-no questions. Computed from z, so that it is finite also where p rounds to 0.</summary>
    public double LogLoss { get; init; } = double.NaN;

    /// <summary>How often samples of each class were predicted to be of each class.</summary>
    public ConfusionMatrix? ConfusionMatrix { get; init; }
}
