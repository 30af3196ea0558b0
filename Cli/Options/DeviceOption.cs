using System.CommandLine;
using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The options <c>--device</c> and <c>--threads</c>.</summary>
internal sealed class DeviceOption
{
    private const int MostThreads = 1024;

    private readonly Option<string?> device = new("--device")
    {
        HelpName = "auto|cuda|opencl|cpu[:i]",
        Description = $"Where to compute; :i for the i-th of its kind, as 'neuralgpu devices' lists them. auto: what {Device.EnvironmentVariable} names, else CUDA, else an OpenCL GPU, else the CPU. [default: auto]",
    };

    private readonly Option<int?> threads = Threads();

    /// <summary>The option <c>--threads</c> by itself.</summary>
    public static Option<int?> Threads() => OptionOf.Parsed<int?>("--threads", "n", "Threads of the CPU device; the result does not depend on it. [default: one a core]",
        $"a whole number from 1 to {MostThreads}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= MostThreads ? value : null);

    public void AddTo(Command command)
    {
        command.Options.Add(device);
        command.Options.Add(threads);
    }

    /// <summary>Reads and checks the two options; the device itself is opened later.</summary>
    public DeviceChoice Read(ParseResult parsed)
    {
        var choice = new DeviceChoice(parsed.GetValue(device), parsed.GetValue(threads));
        choice.RequireName();
        return choice;
    }
}
