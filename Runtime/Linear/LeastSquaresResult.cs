namespace NeuralGpu;

/// <summary>What <see cref="LeastSquaresSolver"/> found.</summary>
public sealed class LeastSquaresResult
{
    private readonly Func<double[], IReadOnlyList<PredictionInterval>> intervals;
    private readonly Func<SampleSource, CancellationToken, IEnumerable<double>> leverage;

    internal LeastSquaresResult(DesignColumns columns, StreamedSolution solution, Func<double[], IReadOnlyList<PredictionInterval>> intervals, Func<SampleSource, CancellationToken, IEnumerable<double>> leverage)
    {
        Columns = columns;
        Solution = solution;
        this.intervals = intervals;
        this.leverage = leverage;
    }

    /// <summary>Rows whose weight is not zero.</summary>
    public required long Samples { get; init; }

    /// <summary>One fit a target, each with the λ chosen for it.</summary>
    public required IReadOnlyList<TargetFit> Targets { get; init; }

    /// <summary>The fits for every λ, in the order given; a single one for least squares.</summary>
    public required IReadOnlyList<PenaltyFit> Path { get; init; }

    /// <summary>The model of <see cref="Targets"/>; with a degree above 1 its features are x, x², …, xᵐ, as <see cref="PolynomialFeatures.Powers"/> gives them.</summary>
    public required LinearModel Model { get; init; }

    /// <summary>The device that computed; when it was not the one asked for, also why.</summary>
    public required string ComputedOn { get; init; }

    /// <summary>How often the data was read.</summary>
    public required int Passes { get; init; }

    /// <summary>Wall-clock time.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The columns that were fitted.</summary>
    internal DesignColumns Columns { get; }

    /// <summary>The first λ's solutions, not yet rounded.</summary>
    internal StreamedSolution Solution { get; }

    /// <summary>Predictions with their intervals at the options' confidence level; a new observation has the weight 1.</summary>
    /// <param name="inputs">[rows × features], the source's features (not powers).</param>
    /// <returns>[rows × targets], row-major.</returns>
    /// <exception cref="ArgumentException">The inputs are not a whole number of rows.</exception>
    public IReadOnlyList<PredictionInterval> PredictionIntervals(double[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return intervals(inputs);
    }

    /// <summary>Each row's leverage hᵢ = wᵢ·xᵢ(XᵀWX + nλI)⁻¹xᵢᵀ under the first target's λ, read from the rows as it is enumerated; their sum is the fit's degrees of freedom.</summary>
    /// <param name="samples">The rows that were fitted.</param>
    /// <param name="token">Gives up between two blocks.</param>
    /// <exception cref="ArgumentException">The samples have another number of features.</exception>
    public IEnumerable<double> Leverage(SampleSource samples, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return leverage(samples, token);
    }
}
