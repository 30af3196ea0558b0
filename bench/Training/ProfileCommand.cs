using NeuralGpu.Kernels;

namespace NeuralGpu.Bench;

/// <summary>The verb profile.</summary>
internal static class ProfileCommand
{
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ["--device", "--threads", "--network", "--activation", "--batch", "--steps"], ["--json"]);
        var network = NetworkShape.Parse(options.Text("--network", "784-512-256-10"), options.Text("--activation", "sigmoid"));
        int batch = options.Count("--batch", 128);
        int steps = options.Count("--steps", 300);
        if (steps < 2)
            throw new ArgumentException("--steps must be 2 or more: the last step of an epoch is not looked at.");
        // A graph is one launch.
        Environment.SetEnvironmentVariable(ExecutionTarget.GraphsVariable, "off");
        using Device device = Device.Open(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount));
        StepProfile profile = StepProfile.Measure(device, network, batch, steps);
        if (options.Has("--json"))
            Json.Write(output, profile);
        else
            profile.Write(output);
    }
}
