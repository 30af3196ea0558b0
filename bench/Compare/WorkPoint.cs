namespace NeuralGpu.Bench;

/// <summary>One size of a piece of work and how long each device took.</summary>
/// <param name="Size">The size.</param>
/// <param name="Label">The size in words.</param>
/// <param name="Work">How much it is, in what the unit counts.</param>
/// <param name="Seconds">Seconds of each device; null where it was not measured, because it would have taken too long.</param>
internal sealed record WorkPoint(long Size, string Label, double Work, IReadOnlyList<double?> Seconds);
