using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>The options of a measurement: pairs of --name value, and flags, which have no value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> values = [];
    private readonly HashSet<string> set = [];

    /// <param name="arguments">What was typed.</param>
    /// <param name="known">The options with a value.</param>
    /// <param name="flags">The options without one.</param>
    /// <exception cref="ArgumentException">An option is unknown or lacks its value.</exception>
    public Options(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known, IReadOnlyCollection<string>? flags = null)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            if (flags?.Contains(name) == true)
            {
                set.Add(name);
                continue;
            }
            if (!known.Contains(name))
                throw new ArgumentException($"Unknown option '{name}'; there are {string.Join(", ", known.Concat(flags ?? []))}.");
            if (++i == arguments.Count)
                throw new ArgumentException($"{name} needs a value.");
            values[name] = arguments[i];
        }
    }

    public bool Has(string flag) => set.Contains(flag);

    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    public string? Text(string name) => values.GetValueOrDefault(name);

    /// <summary>One of a few words, the first of them when it is not given.</summary>
    public string Choice(string name, params IReadOnlyList<string> words)
    {
        string word = Text(name, words[0]);
        return words.Contains(word) ? word : throw new ArgumentException($"{name} must be {string.Join(", ", words.SkipLast(1))} or {words[^1]}, not '{word}'.");
    }

    public int Count(string name, int otherwise)
    {
        if (!values.TryGetValue(name, out string? text))
            return otherwise;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
            throw new ArgumentException($"{name} must be a whole number from 1 on, not '{text}'.");
        return count;
    }
}
