using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>What a statistician asks of one λ's solutions.</summary>
internal sealed class TargetFits<T>
    where T : struct, IReal<T>
{
    private readonly PenalizedSystem<T> system;
    private readonly StreamedSolution solution;
    private readonly UnitCovariance<T> covariance;
    private readonly bool hasErrors;
    private readonly double confidenceLevel;
    private readonly string method;

    /// <summary>Prepares the fits.</summary>
    /// <param name="system">The system that was solved.</param>
    /// <param name="solution">Its solutions.</param>
    /// <param name="confidenceLevel">Of the intervals.</param>
    /// <param name="method">How it was solved.</param>
    public TargetFits(PenalizedSystem<T> system, StreamedSolution solution, double confidenceLevel, string method)
    {
        this.system = system;
        this.solution = solution;
        this.confidenceLevel = confidenceLevel;
        this.method = method;
        covariance = new UnitCovariance<T>(system);
        // Shrunk coefficients are biased, and of dependent ones the data says nothing.
        hasErrors = system.Penalty == 0 && system.Dependent.Length == 0;
    }

    private DesignColumns Columns => system.System.Columns;

    private RowStatistics Statistics => system.System.Statistics;

    private double DegreesOfFreedom => Statistics.Samples - (system.Penalty > 0 ? covariance.EffectiveParameters : system.Rank);

    /// <summary>One target's fit.</summary>
    /// <param name="target">Its number.</param>
    /// <param name="score">What λ is chosen by.</param>
    public TargetFit Fit(int target, double score)
    {
        double[] values = Values(target);
        double deviation = ScaledDeviation(target);
        double quantile = hasErrors ? StudentDistribution.Quantile(1 - confidenceLevel, DegreesOfFreedom) : double.NaN;
        int exponent = Columns.TargetExponents[target];
        var coefficients = new Coefficient[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            double error = hasErrors ? Math.ScaleB(deviation * covariance.Lengths[k], exponent - Columns.Exponents[k]) : double.NaN;
            double t = values[k] / error;
            coefficients[k] = new Coefficient(Columns.Names[k], values[k], error, t, StudentDistribution.TwoSided(t, DegreesOfFreedom), values[k] - (quantile * error), values[k] + (quantile * error));
        }
        DoubleDouble squares = solution.Squares[target];
        DoubleDouble total = Statistics.TotalSumOfSquares(target);
        double rSquared = total.High > 0 ? DoubleDouble.Divide(DoubleDouble.Add(total, DoubleDouble.Negate(squares)), total).High : double.NaN;
        double n = Statistics.Samples;
        return new TargetFit(() => Covariance(target))
        {
            Name = Columns.TargetNames[target],
            Coefficients = coefficients,
            Penalty = system.Penalty,
            Score = score,
            ResidualSumOfSquares = Math.ScaleB(squares.High, 2 * exponent),
            ResidualDegreesOfFreedom = DegreesOfFreedom,
            ResidualStandardDeviation = Math.ScaleB(deviation, exponent),
            RSquared = rSquared,
            AdjustedRSquared = DegreesOfFreedom > 0 ? 1 - ((1 - rSquared) * (Columns.HasIntercept ? n - 1 : n) / DegreesOfFreedom) : double.NaN,
            ConditionNumber = system.Condition,
            Rank = system.Rank,
            Method = method,
        };
    }

    /// <summary>n·RSS/(n − df)². Golub, Heath and Wahba (1979), (1.4), times n.</summary>
    public double GeneralizedCrossValidation(int target)
        => Math.ScaleB(solution.Squares[target].High, 2 * Columns.TargetExponents[target]) / DegreesOfFreedom * (Statistics.Samples / DegreesOfFreedom);

    /// <summary>A target's reported coefficients, rounded once.</summary>
    public double[] Values(int target)
    {
        DoubleDouble[] values = [.. Enumerable.Range(0, Columns.Count).Select(j => solution.Coefficients[(j * Columns.Targets) + target])];
        Columns.Expand(values);
        return [.. values.Select((value, k) => Math.ScaleB(value.High, Columns.TargetExponents[target] - Columns.Exponents[k]))];
    }

    /// <summary>A target's prediction for one row, with its intervals.</summary>
    public PredictionInterval Predict(ReadOnlySpan<double> features, int target)
    {
        DoubleDouble[] row = Columns.Row(features);
        DoubleDouble sum = default;
        for (int j = 0; j < row.Length; j++)
            sum = DoubleDouble.Add(sum, DoubleDouble.Multiply(row[j], solution.Coefficients[(j * Columns.Targets) + target]));
        int exponent = Columns.TargetExponents[target];
        double fit = Math.ScaleB(sum.High, exponent);
        if (!hasErrors)
            return new PredictionInterval(fit, double.NaN, double.NaN, double.NaN, double.NaN);
        double quantile = StudentDistribution.Quantile(1 - confidenceLevel, DegreesOfFreedom) * Math.ScaleB(ScaledDeviation(target), exponent);
        double leverage = covariance.Leverage(Columns.ShiftedRow(features));
        double mean = quantile * Math.Sqrt(leverage);
        double one = quantile * Math.Sqrt(1 + leverage);
        return new PredictionInterval(fit, fit - mean, fit + mean, fit - one, fit + one);
    }

    /// <summary>w·x(XᵀWX + Σw·λI)⁻¹xᵀ, dependent columns left out.</summary>
    public double Leverage(ReadOnlySpan<double> features, double weight) => weight * covariance.Leverage(Columns.ShiftedRow(features));

    private double ScaledDeviation(int target) => DegreesOfFreedom > 0 ? Math.Sqrt(solution.Squares[target].High / DegreesOfFreedom) : double.NaN;

    private double[] Covariance(int target)
    {
        int count = Columns.Count;
        if (!hasErrors)
            return [.. Enumerable.Repeat(double.NaN, count * count)];
        double deviation = ScaledDeviation(target);
        double[] matrix = covariance.Matrix();
        for (int j = 0; j < count; j++)
        {
            for (int k = 0; k < count; k++)
            {
                ref double element = ref matrix[((long)j * count) + k];
                element = Math.ScaleB(deviation * deviation * element, (2 * Columns.TargetExponents[target]) - Columns.Exponents[j] - Columns.Exponents[k]);
            }
        }
        return matrix;
    }
}
