namespace NeuralGpu.Cli;

/// <summary>The value of <c>--standardize</c>.</summary>
/// <param name="Kind">How features are scaled.</param>
/// <param name="Divisor">For <see cref="StandardizationKind.Divide"/>; else 1.</param>
internal sealed record StandardizationChoice(StandardizationKind Kind, float Divisor = 1)
{
    public const string Expected = "none, zscore, minmax, or a positive number to divide by, such as 255";

    public static StandardizationChoice? Parse(string text) => text switch
    {
        "none" => new(StandardizationKind.None),
        "zscore" => new(StandardizationKind.ZScore),
        "minmax" => new(StandardizationKind.MinMax),
        _ => OptionOf.TryParseFinite(text, out float divisor) && divisor > 0 ? new(StandardizationKind.Divide, divisor) : null,
    };

    public override string ToString() => Kind switch
    {
        StandardizationKind.None => "none",
        StandardizationKind.ZScore => "zscore",
        StandardizationKind.MinMax => "minmax",
        _ => Divisor.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
    };
}
