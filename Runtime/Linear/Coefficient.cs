namespace NeuralGpu;

/// <summary>One fitted coefficient.</summary>
/// <param name="Name">The feature's name, x^2 for a power, <c>intercept</c> for the constant.</param>
/// <param name="Value">The minimiser's.</param>
/// <param name="StandardError">Its standard error; NaN where there is none (no degrees of freedom left, ridge regression, a minimum-norm solution).</param>
/// <param name="T">Value / StandardError.</param>
/// <param name="P">Probability of a |t| at least this large if the true coefficient were 0: Student's t, two-sided.</param>
/// <param name="Lower">Lower end of the confidence interval.</param>
/// <param name="Upper">Upper end of the confidence interval.</param>
public sealed record Coefficient(string Name, double Value, double StandardError, double T, double P, double Lower, double Upper);
