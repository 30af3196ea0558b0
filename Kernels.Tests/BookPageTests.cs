using System.Text.RegularExpressions;

namespace NeuralGpu.Tests;

/// <summary>docs/book.md names types, members and tests that exist.</summary>
public partial class BookPageTests
{
    private static readonly Type[] Types = [.. typeof(Network).Assembly.GetExportedTypes(), .. typeof(BookPageTests).Assembly.GetExportedTypes()];

    [Fact]
    public void Page_EveryTypeAndTestNamed_Exists()
    {
        string[] named = [.. CodePattern().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "book.md"))).Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(named.Length > 40, $"only {named.Length} names found");
        Assert.All(named, name => Assert.True(Exists(name), $"docs/book.md names `{name}`, which does not exist"));
    }

    [Fact]
    public void Page_EveryNumberedEquation_IsNamed()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "book.md"));
        (int First, int Last)[] numbered = [(1, 9), (1, 3), (1, 5)]; // (1.1)–(1.9), (2.1)–(2.3), (3.1)–(3.5)
        var covered = new HashSet<string>(EquationPattern().Matches(page).Select(match => match.Value));
        foreach (Match range in RangePattern().Matches(page))
        {
            for (int i = int.Parse(range.Groups[2].Value, null); i <= int.Parse(range.Groups[3].Value, null); i++)
                covered.Add($"({range.Groups[1].Value}.{i})");
        }
        for (int chapter = 1; chapter <= numbered.Length; chapter++)
        {
            for (int i = numbered[chapter - 1].First; i <= numbered[chapter - 1].Last; i++)
                Assert.Contains($"({chapter}.{i})", covered);
        }
    }

    // A type, a type's member, or a test class.
    private static bool Exists(string name)
    {
        string[] parts = name.Split('.');
        return Types.Any(type => type.Name == parts[0] && (parts.Length == 1 || type.GetMember(parts[1]).Length > 0));
    }

    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*(?:\.[A-Z][A-Za-z0-9]*)?)`")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\(\d\.\d\)")]
    private static partial Regex EquationPattern();

    [GeneratedRegex(@"\((\d)\.(\d)\)–\(\d\.(\d)\)")]
    private static partial Regex RangePattern();
}
