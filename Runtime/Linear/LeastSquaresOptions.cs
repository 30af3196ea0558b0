namespace NeuralGpu;

/// <summary>What <see cref="LeastSquaresSolver"/> fits and how.</summary>
public sealed record LeastSquaresOptions
{
    /// <summary>Free by default; penalised only with penalties.</summary>
    public Intercept Intercept { get; init; } = Intercept.Free;

    /// <summary>The λ of ridge regression, book, (1.9), each finite and above 0; none for least squares.</summary>
    public IReadOnlyList<double> Penalties { get; init; } = [];

    /// <summary>How one of the penalties is chosen; each target chooses its own.</summary>
    public PenaltyChoice PenaltyChoice { get; init; } = PenaltyChoice.AsGiven;

    /// <summary>Folds of <see cref="PenaltyChoice.KFold"/>, at least 2.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>Which fold each row is in is drawn with this.</summary>
    public ulong Seed { get; init; }

    /// <summary>From 1 to 64; above 1 the powers x, x², …, xᵐ of a single feature. Book, (1.8).</summary>
    public int Degree { get; init; } = 1;

    /// <summary>Arithmetic of the normal equations.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>What becomes of dependent columns.</summary>
    public RankDeficiency RankDeficiency { get; init; } = RankDeficiency.Refuse;

    /// <summary>Level of confidence and prediction intervals, between 0 and 1.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Refuses options that are out of range or contradict each other.</summary>
    internal void Require()
    {
        RequireDefined(Intercept);
        RequireDefined(PenaltyChoice);
        RequireDefined(Precision);
        RequireDefined(RankDeficiency);
        PolynomialFeatures.RequireDegree(Degree);
        foreach (double penalty in Penalties)
            RidgePenalty.Require(penalty, "leave it out for least squares.", nameof(Penalties));
        if (Penalties.Count == 0 && Intercept == Intercept.Penalized)
            throw new ArgumentException($"Without a penalty the intercept is {Intercept.Free} or {Intercept.None}, not {Intercept.Penalized}; give {nameof(Penalties)}.", nameof(Intercept));
        if (PenaltyChoice != PenaltyChoice.AsGiven && Penalties.Count < 2)
            throw new ArgumentException($"{PenaltyChoice} chooses one of several penalties, but there {(Penalties.Count == 1 ? "is 1" : "are none")}; give at least 2 {nameof(Penalties)}.", nameof(PenaltyChoice));
        if (Folds < 2)
            throw new ArgumentOutOfRangeException(nameof(Folds), Folds, "Cross-validation needs at least 2 folds.");
        if (!(ConfidenceLevel is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(ConfidenceLevel), ConfidenceLevel, "The confidence level must be between 0 and 1; 0.95 is usual.");
    }

    private static void RequireDefined<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"There is no such {typeof(TEnum).Name}.");
    }
}
