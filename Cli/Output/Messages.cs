using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary>The stream that people read.</summary>
/// <param name="Writer">For plain lines.</param>
/// <param name="IsLive">Whether lines can be drawn over: a terminal that knows ANSI sequences.</param>
/// <param name="Console">For tables and live displays.</param>
internal sealed record Messages(TextWriter Writer, bool IsLive, IAnsiConsole Console);
