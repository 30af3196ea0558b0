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

    /// <summary>The parameters and instructions of a text in alphabetical order, without their registers, moves and branches: ILGPU numbers registers, orders blocks and places moves a little differently each time it compiles.</summary>
    public static string Instructions(string ptx)
        => string.Join('\n', ptx.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => !FramePattern().IsMatch(line))
            .Select(line => RegisterPattern().Replace(NumberPattern().Replace(line, ""), "%"))
            .Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^(@\S+\s+)?(mov|bra)\b|^\.(version|target|address_size|reg|visible|entry)\b|^//|:$|^$")]
    private static partial Regex FramePattern();

    [GeneratedRegex(@"%[a-z]+\d+")]
    private static partial Regex RegisterPattern();

    [GeneratedRegex(@"_\d+")]
    private static partial Regex NumberPattern();
}
