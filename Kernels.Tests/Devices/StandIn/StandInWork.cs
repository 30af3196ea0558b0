namespace NeuralGpu.Tests;

/// <summary>A launch, a copy or a fill that is in a stream or in a graph.</summary>
/// <param name="Do">Does it.</param>
internal sealed record StandInWork(Action Do)
{
    /// <summary>The host memory that it reads or writes when it is done: first address and length; length 0: none.</summary>
    public (nint Address, long Bytes) Host { get; init; }

    /// <summary>Streams and how much of their work must be done before.</summary>
    public IReadOnlyList<(StandInStream Stream, long Needed)> After { get; init; } = [];
}
