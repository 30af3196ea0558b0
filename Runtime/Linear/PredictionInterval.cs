namespace NeuralGpu;

/// <summary>A prediction with its uncertainty; NaN where there is none (see <see cref="Coefficient.StandardError"/>).</summary>
/// <param name="Fit">ŷ.</param>
/// <param name="MeanLower">Lower end of the confidence interval of the mean of y at this input.</param>
/// <param name="MeanUpper">Its upper end.</param>
/// <param name="Lower">Lower end of the prediction interval of one new observation.</param>
/// <param name="Upper">Its upper end.</param>
public sealed record PredictionInterval(double Fit, double MeanLower, double MeanUpper, double Lower, double Upper);
