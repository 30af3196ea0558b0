using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>Where a command writes, and whether a person is watching.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors, and everything but the document when there is a JSON document.</param>
/// <param name="OutputIsTerminal">Whether a live display on <paramref name="Output"/> makes sense.</param>
/// <param name="ErrorIsTerminal">Whether a live display on <paramref name="Error"/> makes sense.</param>
internal sealed record Streams(TextWriter Output, TextWriter Error, bool OutputIsTerminal, bool ErrorIsTerminal)
{
    // Tables and messages are not wrapped for a file or a pipe: nothing there is 80 columns wide.
    private const int UnwrappedWidth = 400;

    public static Streams OfThisProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>The stream for people: standard output, or standard error when standard output belongs to a JSON document.</summary>
    public Messages For(bool json) => json ? MessagesOn(Error, ErrorIsTerminal) : MessagesOn(Output, OutputIsTerminal);

    private static Messages MessagesOn(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = UnwrappedWidth;
        return new Messages(writer, IsLive: isTerminal && console.Profile.Capabilities.Ansi, console);
    }
}
