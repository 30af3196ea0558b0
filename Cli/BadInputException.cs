namespace NeuralGpu.Cli;

/// <summary>An option or an argument that cannot be used; the message names it, what was found and what is expected.</summary>
internal sealed class BadInputException(string message) : Exception(message);
