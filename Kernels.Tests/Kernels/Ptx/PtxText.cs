using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralGpu.Tests;

/// <summary>Comparison of PTX texts.</summary>
internal static partial class PtxText
{
    /// <summary>The text with the numbers in ILGPU's names, which count over all that a context has compiled, replaced by the order in which they appear.</summary>
    public static string Renumber(string ptx)
    {
        var numbers = new Dictionary<string, string>();
        return NumberPattern().Replace(ptx, match =>
        {
            if (!numbers.TryGetValue(match.Value, out string? number))
                numbers.Add(match.Value, number = "_" + numbers.Count.ToString(CultureInfo.InvariantCulture));
            return number;
        });
    }

    [GeneratedRegex(@"_\d+")]
    private static partial Regex NumberPattern();
}
