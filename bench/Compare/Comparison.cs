namespace NeuralGpu.Bench;

/// <summary>Everything that compare has measured.</summary>
/// <param name="Devices">The devices that took part; the CPU among them.</param>
/// <param name="Refused">The devices that could not be used, each with the reason.</param>
/// <param name="Works">The work over its sizes; a single size is a row of its own.</param>
/// <param name="IsComplete">Whether it was not stopped on the way.</param>
internal sealed record Comparison(IReadOnlyList<ComparedDeviceFigures> Devices, IReadOnlyList<string> Refused, IReadOnlyList<MeasuredWork> Works, bool IsComplete)
{
    /// <summary>Which device is the CPU.</summary>
    public int Cpu => Devices.Select((device, i) => (device, i)).First(pair => pair.device.Name == "cpu").i;
}
