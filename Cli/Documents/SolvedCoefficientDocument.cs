namespace NeuralGpu.Cli;

/// <summary>One coefficient of <c>solve</c>; figures that there are not, such as standard errors with a penalty, are null.</summary>
internal sealed record SolvedCoefficientDocument(string Name, double Value, double StandardError, double T, double P, double Lower, double Upper)
{
    public static IReadOnlyList<SolvedCoefficientDocument> Of(TargetFit fit)
        => [.. fit.Coefficients.Select(found => new SolvedCoefficientDocument(found.Name, found.Value, found.StandardError, found.T, found.P, found.Lower, found.Upper))];
}
