using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The value of <c>--ridge</c>: one λ, or several separated by commas.</summary>
internal static class PenaltyList
{
    public const string Expected = "finite numbers above 0 separated by commas, such as 0.1 or 0.01,0.1,1; without --ridge there is no penalty";

    public static IReadOnlyList<double>? Parse(string text)
    {
        var penalties = new List<double>();
        foreach (string part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double penalty) || !double.IsFinite(penalty) || penalty <= 0)
                return null;
            penalties.Add(penalty);
        }
        return penalties;
    }
}
