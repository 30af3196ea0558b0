namespace NeuralGpu;

/// <summary>What a fit by the normal equations found.</summary>
/// <param name="Model">The minimiser W*. Book, (1.5) and (1.9).</param>
/// <param name="Fitted">Y* = XW*, [rows × targets], row-major; from the residuals of W* before it was rounded to binary64. <see cref="LinearModel.Predict"/> takes the rounded W*: where terms cancel, as high powers of a distant x do, it can differ by far more than a last digit.</param>
/// <param name="Loss">1/(2n) Σ (y − ŷ)², for each target, without a penalty. Book, (1.3).</param>
/// <param name="Objective">What was minimised, for each target: the loss, plus λ/2·‖w‖² for ridge.</param>
/// <param name="RSquared">1 − Σ (y − ŷ)² / Σ (y − mean)², for each target; NaN for a target that is constant.</param>
/// <param name="Rank">How many coefficients the data determines, the intercept among them.</param>
/// <param name="ComputedOn">The device that computed; when it was not the one asked for, also why.</param>
/// <param name="Method">How it was solved, in words.</param>
public sealed record LinearFit(
    LinearModel Model,
    double[] Fitted,
    double[] Loss,
    double[] Objective,
    double[] RSquared,
    int Rank,
    string ComputedOn,
    string Method);
