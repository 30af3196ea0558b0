namespace NeuralGpu.Cli;

/// <summary>A device by name, not opened yet.</summary>
/// <param name="Asked">The value of <c>--device</c>; null when it was not given.</param>
/// <param name="Threads">Threads of the CPU device; null: one a core.</param>
internal sealed record DeviceChoice(string? Asked, int? Threads)
{
    private const string Auto = "auto";

    /// <summary>Opens the device, and says on <paramref name="error"/> which better ones could not be used.</summary>
    public Device Open(TextWriter error)
    {
        Device device = Device.Open(Asked ?? Auto, Threads);
        foreach (string refusal in device.PassedOver)
            error.WriteLine($"warning: passed over {refusal}");
        return device;
    }

    /// <summary>Refuses a text that names no device, wherever it came from, before any data is read.</summary>
    public void RequireName()
    {
        (string source, string? name) = Asked is null or Auto
            ? (Device.EnvironmentVariable, Environment.GetEnvironmentVariable(Device.EnvironmentVariable))
            : ("--device", Asked);
        if (string.IsNullOrWhiteSpace(name) || name.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return;
        try
        {
            DeviceName.Parse(name);
        }
        catch (ArgumentException)
        {
            throw new BadInputException($"{source}: found '{name}', expected auto, cuda, opencl or cpu, with :i for the i-th of its kind. There is {DeviceNames.Inventory(Device.List())}.");
        }
    }
}
