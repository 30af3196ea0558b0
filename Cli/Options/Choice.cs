namespace NeuralGpu.Cli;

/// <summary>A closed set of words, each standing for a value.</summary>
internal sealed class Choice<T>(params IReadOnlyList<(string Word, T Value)> entries)
    where T : struct, Enum
{
    public string Words { get; } = string.Join("|", entries.Select(entry => entry.Word));

    public string NameOf(T value) => entries.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Word;

    public bool TryFind(string word, out T value)
    {
        foreach ((string candidate, T meaning) in entries)
        {
            if (candidate == word)
            {
                value = meaning;
                return true;
            }
        }
        value = default;
        return false;
    }
}
