namespace NeuralGpu.Tests;

/// <summary>A context: a device in use.</summary>
/// <param name="Handle">What it is called.</param>
/// <param name="Device">The device.</param>
internal sealed record StandInContext(nint Handle, StandInDevice Device)
{
    /// <summary>Its streams by their handles; 0 is the legacy default stream.</summary>
    public Dictionary<nint, StandInStream> Streams { get; } = [];

    /// <summary>Bytes of device memory in use.</summary>
    public long BytesInUse { get; set; }
}
