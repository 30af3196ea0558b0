namespace NeuralGpu;

/// <summary>The fit of one target.</summary>
public sealed class TargetFit
{
    private readonly Func<double[]> covariance;

    internal TargetFit(Func<double[]> covariance) => this.covariance = covariance;

    /// <summary>The target's name.</summary>
    public required string Name { get; init; }

    /// <summary>The intercept first, when there is one, then the features or powers.</summary>
    public required IReadOnlyList<Coefficient> Coefficients { get; init; }

    /// <summary>λ; 0 for least squares.</summary>
    public required double Penalty { get; init; }

    /// <summary>What λ was chosen by: the generalised cross-validation score, or the mean squared error of the folds; NaN when it was given.</summary>
    public required double Score { get; init; }

    /// <summary>RSS = Σw(y − ŷ)².</summary>
    public required double ResidualSumOfSquares { get; init; }

    /// <summary>n − rank for least squares (n: rows whose weight is not zero); n − tr H for ridge, H being the matrix with ŷ = Hy.</summary>
    public required double ResidualDegreesOfFreedom { get; init; }

    /// <summary>√(RSS / degrees of freedom); NaN when there are none left.</summary>
    public required double ResidualStandardDeviation { get; init; }

    /// <summary>1 − RSS/TSS. TSS is about the weighted mean; without an intercept about 0, as in NIST's and R's summaries. NaN for TSS = 0.</summary>
    public required double RSquared { get; init; }

    /// <summary>1 − (1 − R²)·(n − 1)/(residual degrees of freedom), n instead of n − 1 without an intercept; NaN when there are none left.</summary>
    public required double AdjustedRSquared { get; init; }

    /// <summary>Estimate of the 2-norm condition number of the columns, centred where the intercept is free and scaled to unit length, with the penalty's rows: the square root of that of the scaled XᵀX + nλI.</summary>
    public required double ConditionNumber { get; init; }

    /// <summary>How many coefficients the data determines, the intercept among them.</summary>
    public required int Rank { get; init; }

    /// <summary>How it was solved, in words.</summary>
    public required string Method { get; init; }

    /// <summary>Estimated covariance σ²(XᵀX)⁻¹ of the coefficients, [coefficients × coefficients] in their order, σ being <see cref="ResidualStandardDeviation"/>; computed at each call. NaN where there are no standard errors.</summary>
    public double[] Covariance() => covariance();
}
