using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The value of <c>--hidden</c>: widths from input to output, "128,64", or none.</summary>
internal static class HiddenWidths
{
    public const string None = "none";

    // Two neighbouring layers of this width already have more weights than one .NET array can hold; it catches a slipped digit early.
    private const int Largest = 1 << 20;

    public const string Expected = "widths from 1 to 1048576 separated by commas, such as 128,64, or 'none' for no hidden layer";

    public static IReadOnlyList<int>? Parse(string text)
    {
        if (text.Length == 0 || text == None)
            return [];
        var widths = new List<int>();
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int width) || width is < 1 or > Largest)
                return null;
            widths.Add(width);
        }
        return widths;
    }

    public static string Format(IReadOnlyList<int> widths) => widths.Count == 0 ? None : string.Join(",", widths);
}
