using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace NeuralGpu.Bench;

/// <summary>From the start of a process to the end of its first training step: libraries, the device, the just-in-time compiler and all.</summary>
internal static class FirstStep
{
    /// <summary>The verb of the process that is started.</summary>
    public const string ChildVerb = "one-step";

    /// <summary>The verb first-step.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, [.. ContestSetting.OptionNames, "--network", "--activation", "--batch"], ["--json"]);
        string widths = options.Text("--network", "784-512-256-10");
        string activation = options.Text("--activation", "sigmoid");
        var network = NetworkShape.Parse(widths, activation);
        int batch = options.Count("--batch", 128);
        PeerProgram[] programs = [PeerProgram.TorchSharp, PeerProgram.PyTorch, PeerProgram.ScikitLearn];
        using var setting = new ContestSetting(options, programs, otherwise: "all", rounds: 5);
        if (Turns.UsesProcessorTime)
            throw new ArgumentException("first-step counts the wall's time: much of a start is waiting. Leave --clock out.");
        string device = options.Text("--device", "cpu");

        IEnumerable<ContestRow> Rows()
        {
            // The first of each reads the files from the disk, so it does not count.
            Seconds(device, setting.Threads, widths, activation, batch);
            Func<double?>[] peers = [.. setting.Peers.Select(peer => (Func<double?>)(() => peer.Version is null ? null : Seconds(programs.First(program => program.Name == peer.Name), setting, $"first-step {network.Name} {batch}")))];
            foreach (Func<double?> peer in peers)
                peer();
            (double ours, IReadOnlyList<double?> theirs) = Turns.Measure(setting.Rounds, () => Seconds(device, setting.Threads, widths, activation, batch), peers);
            yield return new ContestRow($"{network.Name}, batch {batch}", 1, ours, theirs);
        }

        new Contest($"From the start of a process to the end of its first training step on {setting.InWords}", Unit.Seconds, setting.Contestants, Rows())
            .Write(output, options.Has("--json"));
    }

    /// <summary>What the started process does: one training step.</summary>
    public static void RunChild(IReadOnlyList<string> arguments, TextWriter output)
    {
        var options = new Options(arguments, ["--device", "--threads", "--network", "--activation", "--batch"]);
        int batch = options.Count("--batch", 128);
        var network = NetworkShape.Parse(options.Text("--network", "784-512-256-10"), options.Text("--activation", "sigmoid"));
        using Device device = Device.Open(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount));
        var training = new TrainingOptions { Loss = Loss.CrossEntropy, BatchSize = batch, MaxUpdates = 1 };
        TrainingResult result = new Trainer(device, training).Fit(network.Create(), MadeUpImages.Make(batch, network.Widths[0], network.Widths[^1]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"updates: {result.Updates}"));
    }

    /// <summary>Seconds of ours on a device.</summary>
    public static double Seconds(string device, int threads, string widths, string activation, int batch)
    {
        string program = Environment.ProcessPath!;
        // Started as "dotnet neuralgpu-bench.dll", the process is dotnet's.
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetExecutingAssembly().Location] : [];
        string[] arguments = [ChildVerb, "--device", device, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--network", widths, "--activation", activation, "--batch", batch.ToString(CultureInfo.InvariantCulture)];
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, [.. self, .. arguments]) { RedirectStandardOutput = true })!;
        string? answer = process.StandardOutput.ReadLine();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.WaitForExit();
        return answer == "updates: 1" ? seconds : throw new InvalidOperationException($"The process that was to do one training step on {device} printed '{answer}' and ended with {process.ExitCode}.");
    }

    private static double? Seconds(PeerProgram program, ContestSetting setting, string request)
    {
        long start = Stopwatch.GetTimestamp();
        using PeerProcess peer = PeerProcess.Start(program, setting.Threads, setting.Device.Info.Kind == DeviceKind.Cuda);
        return peer.Ask(request) is null ? null : Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
