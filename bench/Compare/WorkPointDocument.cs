namespace NeuralGpu.Bench;

/// <summary>One size in a <see cref="MeasuredWorkDocument"/>.</summary>
internal sealed record WorkPointDocument(long Size, double Work, IReadOnlyDictionary<string, double?> Seconds);
