namespace NeuralGpu;

/// <summary>A device that was found, whether or not it can be used.</summary>
/// <param name="Kind">What it computes with.</param>
/// <param name="Index">Its number among the devices of its kind, from 0.</param>
/// <param name="Name">The vendor's name for it.</param>
/// <param name="MemoryBytes">Its memory in bytes; for the CPU, the memory this process may use.</param>
/// <param name="Driver">Version of its driver or platform; for the CPU, the instruction sets in use.</param>
/// <param name="Usable">Whether it can be opened.</param>
/// <param name="Reason">Why it cannot be used; null when it can.</param>
/// <param name="IsDefault">Whether <see cref="Device.OpenBest"/> would take it.</param>
public sealed record DeviceInfo(
    DeviceKind Kind,
    int Index,
    string Name,
    long MemoryBytes,
    string Driver,
    bool Usable,
    string? Reason,
    bool IsDefault);
