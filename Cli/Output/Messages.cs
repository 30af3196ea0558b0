using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>The stream that people read.</summary>
/// <param name="Writer">For plain lines.</param>
/// <param name="IsTerminal">Whether live displays make sense.</param>
/// <param name="Console">For tables and live displays.</param>
internal sealed record Messages(TextWriter Writer, bool IsTerminal, IAnsiConsole Console);
