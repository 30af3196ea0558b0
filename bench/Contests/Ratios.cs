namespace NeuralGpu.Bench;

/// <summary>Sums up ratios.</summary>
internal static class Ratios
{
    /// <summary>exp of the mean of the logarithms.</summary>
    public static double GeometricMean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));
}
