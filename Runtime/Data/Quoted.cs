using System.Text;

namespace NeuralGpu;

/// <summary>Text from a file, as an error message shows it: short, on one line, between quotes.</summary>
internal static class Quoted
{
    private const int LongestText = 60;
    private const int LongestList = 12;

    /// <summary>The text between single quotes; control characters become spaces and the end of a long text is left out.</summary>
    public static string Text(string text)
    {
        var shown = new StringBuilder("'");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestText)))
            shown.Append(char.IsControl(c) ? ' ' : c);
        return shown.Append(text.Length > LongestText ? "…'" : "'").ToString();
    }

    /// <summary>The first names, quoted, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        string shown = string.Join(", ", names.Take(LongestList).Select(Text));
        return names.Count > LongestList ? $"{shown} and {names.Count - LongestList} more" : shown;
    }
}
