using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace NeuralGpu.Tests;

/// <summary>What a run of the command left behind.</summary>
internal sealed partial record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts the exit code, showing what was written when it is another one.</summary>
    public CliResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}, expected {exitCode}.\nstandard output:\n{Output}\nstandard error:\n{Error}");
        return this;
    }

    /// <summary>Asserts that the input was refused as it must be: exit code 2, nothing on standard output, and one error text with all the given words and no stack trace.</summary>
    public void ExpectRefusal(params IReadOnlyList<string> words)
    {
        Expect(2);
        Assert.Equal("", Output);
        Assert.StartsWith("error: ", CompilerRemark().Replace(Error, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        foreach (string word in words)
            Assert.Contains(word, Error, StringComparison.Ordinal);
    }

    /// <summary>Standard output as the one JSON document that it must be: anything before or after it throws.</summary>
    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    // PoCL's compiler writes this to standard error by itself when it meets a kernel for the first time.
    [GeneratedRegex(@"\A(\d+ warnings? generated\.\n)+")]
    private static partial Regex CompilerRemark();
}
