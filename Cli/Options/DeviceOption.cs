using System.CommandLine;
using System.Text.RegularExpressions;

namespace NeuralGpu.Cli;

/// <summary>The options <c>--device</c> and <c>--threads</c>.</summary>
internal sealed partial class DeviceOption
{
    private readonly Option<string?> device = new("--device")
    {
        HelpName = "auto|cuda|opencl|cpu[:i]",
        Description = "Where to compute; :i for the i-th of its kind, as 'neuralgpu devices' lists them. auto: CUDA, else an OpenCL GPU, else the CPU. [default: auto]",
    };

    private readonly Option<int?> threads = OptionOf.Count("--threads", "n", "Threads of the CPU device; the result does not depend on it. [default: all cores]");

    public void AddTo(Command command)
    {
        command.Options.Add(device);
        command.Options.Add(threads);
    }

    /// <summary>Reads and checks the two options; the device itself is opened later.</summary>
    public DeviceChoice Read(ParseResult parsed)
    {
        string name = parsed.GetValue(device) ?? "auto";
        if (!Grammar().IsMatch(name))
            throw new BadInputException($"--device: found '{name}', expected auto, cuda, opencl or cpu, with :i for the i-th of its kind. There is {DeviceNames.Inventory(Device.List())}.");
        return new DeviceChoice(name, parsed.GetValue(threads));
    }

    [GeneratedRegex(@"^(auto|(cuda|opencl|cpu|simulator)(:\d{1,9})?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
