using System.Text.Json.Serialization;

namespace NeuralGpu.Cli;

/// <summary>The fit of one target, as JSON; figures that there are not are null.</summary>
internal sealed record SolvedTargetDocument(
    string Name,
    IReadOnlyList<SolvedCoefficientDocument> Coefficients,
    double ResidualStandardDeviation,
    double RSquared,
    double AdjustedRSquared,
    double ConditionNumber,
    int Rank,
    string Method,
    double ResidualDegreesOfFreedom)
{
    public required double ResidualSumOfSquares { get; init; }

    /// <summary>λ, with a penalty only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Penalty { get; init; }

    /// <summary>What λ was chosen by, where it was chosen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }

    /// <summary>The fits for every λ, in the order given; only where there are several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SolvedTargetDocument>? Path { get; init; }

    public static SolvedTargetDocument Of(TargetFit fit, IReadOnlyList<TargetFit>? path) => new(
        fit.Name,
        SolvedCoefficientDocument.Of(fit),
        fit.ResidualStandardDeviation,
        fit.RSquared,
        fit.AdjustedRSquared,
        fit.ConditionNumber,
        fit.Rank,
        fit.Method,
        fit.ResidualDegreesOfFreedom)
    {
        ResidualSumOfSquares = fit.ResidualSumOfSquares,
        Penalty = fit.Penalty > 0 ? fit.Penalty : null,
        Score = double.IsNaN(fit.Score) ? null : fit.Score,
        Path = path is null ? null : [.. path.Select(each => Of(each, null))],
    };
}
