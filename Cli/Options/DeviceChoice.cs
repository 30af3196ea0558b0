namespace NeuralGpu.Cli;

/// <summary>A device by name, not opened yet.</summary>
/// <param name="Name">As <c>--device</c> takes it.</param>
/// <param name="Threads">Threads of the CPU device; null: all cores.</param>
internal sealed record DeviceChoice(string Name, int? Threads)
{
    public Device Open() => Device.Open(Name, Threads);
}
