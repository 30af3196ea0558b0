using System.Globalization;

namespace NeuralGpu.Bench;

/// <summary>The options of a measurement: pairs of --name value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> values = [];

    public Options(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known)
    {
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string name = arguments[i];
            if (!known.Contains(name))
                throw new ArgumentException($"Unknown option '{name}'; there are {string.Join(", ", known)}.");
            if (i + 1 == arguments.Count)
                throw new ArgumentException($"{name} needs a value.");
            values[name] = arguments[i + 1];
        }
    }

    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    public int Count(string name, int otherwise)
    {
        if (!values.TryGetValue(name, out string? text))
            return otherwise;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
            throw new ArgumentException($"{name} must be a whole number from 1 on, not '{text}'.");
        return count;
    }
}
