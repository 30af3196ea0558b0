namespace NeuralGpu.Cli;

/// <summary>The names of columns, separated by commas, as several options take them.</summary>
internal static class NameList
{
    public const string Expected = "names of columns separated by commas, each once";

    public static IReadOnlyList<string>? Parse(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.All(name => name.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : null;
    }
}
