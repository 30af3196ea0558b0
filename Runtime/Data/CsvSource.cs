namespace NeuralGpu;

/// <summary>Where CSV text comes from; it may be opened more than once.</summary>
/// <param name="Name">As error messages show it.</param>
/// <param name="Open">Opens the bytes from the start.</param>
internal sealed record CsvSource(string Name, Func<Stream> Open);
