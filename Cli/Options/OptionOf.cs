using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>Makes options that check their value while the command line is parsed, before any data is read.</summary>
internal static class OptionOf
{
    public static Option<int?> Count(string name, string helpName, string description)
        => Parsed<int?>(name, helpName, description, "a whole number of at least 1", text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= 1 ? value : null);

    public static Option<ulong?> Seed(string name, string helpName, string description)
        => Parsed<ulong?>(name, helpName, description, "a whole number from 0 to 18446744073709551615", text =>
            ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null);

    public static Option<float?> PositiveNumber(string name, string helpName, string description)
        => Parsed<float?>(name, helpName, description, "a positive, finite number such as 0.1", text =>
            TryParseFinite(text, out float value) && value > 0 ? value : null);

    /// <param name="zero">What 0 means.</param>
    public static Option<float?> NumberFromZero(string name, string helpName, string zero, string description)
        => Parsed<float?>(name, helpName, description, $"0 ({zero}) or a positive, finite number such as 1e-4", text =>
            TryParseFinite(text, out float value) && value >= 0 ? value : null);

    public static Option<float?> ProbabilityBelowOne(string name, string helpName, string description)
        => Parsed<float?>(name, helpName, description, "a probability of at least 0 and below 1, such as 0.5", text =>
            TryParseFinite(text, out float value) && value is >= 0 and < 1 ? value : null);

    public static Option<double?> Fraction(string name, string helpName, string description)
        => Parsed<double?>(name, helpName, description, "a fraction of the rows, at least 0 and below 1, such as 0.2", text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and < 1 ? value : null);

    public static Option<T?> OneOf<T>(string name, Choice<T> choice, string description)
        where T : struct, Enum
        => Parsed<T?>(name, choice.Words, description, $"one of {choice.Words.Replace("|", ", ", StringComparison.Ordinal)}", text =>
            choice.TryFind(text, out T value) ? value : null);

    /// <summary>An option with one value.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="helpName">What help shows for the value.</param>
    /// <param name="description">What help says.</param>
    /// <param name="expected">For the error: what would have been right.</param>
    /// <param name="parse">Gives null for a text that is no such value.</param>
    public static Option<T?> Parsed<T>(string name, string helpName, string description, string expected, Func<string, T?> parse)
        => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result => Parse(result, name, expected, parse),
        };

    public static bool TryParseFinite(string text, out float value)
        => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private static T? Parse<T>(ArgumentResult result, string name, string expected, Func<string, T?> parse)
    {
        string text = result.Tokens[^1].Value;
        T? value = parse(text);
        if (value is null)
            result.AddError($"{name}: found '{text}', expected {expected}.");
        return value;
    }
}
