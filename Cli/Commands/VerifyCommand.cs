using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary><c>verify</c>: shows that devices give the weights that the contract asks for.</summary>
internal static class VerifyCommand
{
    private const string All = "all";

    private static readonly Dictionary<string, DeviceKind> Kinds = new()
    {
        ["cuda"] = DeviceKind.Cuda,
        ["opencl"] = DeviceKind.OpenCL,
        ["cpu"] = DeviceKind.Cpu,
    };

    public static Command Create(Streams streams)
    {
        var command = new CommandWithExamples(
            "verify",
            "Run the golden trainings on each usable device and compare the hashes of what they learn with those that the contract asks for.",
            "neuralgpu verify",
            "neuralgpu verify --device opencl",
            "neuralgpu verify --device cpu --threads 3",
            "neuralgpu verify --json");
        Option<string?> device = OptionOf.Parsed("--device", "all|cuda|opencl|cpu", "Which devices to verify. [default: all]",
            "one of all, cuda, opencl, cpu", text => text == All || Kinds.ContainsKey(text) ? text : null);
        Option<bool> json = SharedOptions.Json("Print the results as a JSON document; devices that cannot be used are named on standard error.");
        Option<int?> threads = DeviceOption.Threads();
        command.Options.Add(device);
        command.Options.Add(threads);
        command.Options.Add(json);
        command.SetAction(parsed => Run(parsed.GetValue(device) ?? All, parsed.GetValue(threads), parsed.GetValue(json), streams));
        return command;
    }

    private static int Run(string asked, int? threads, bool json, Streams streams)
    {
        IReadOnlyList<DeviceInfo> devices = Device.List();
        List<DeviceInfo> chosen = [.. devices.Where(device => asked == All ? device.Kind != DeviceKind.Simulator : device.Kind == Kinds[asked])];
        if (!chosen.Any(device => device.Usable))
            throw new DeviceUnavailableException($"--device {asked}: there is no usable device of this kind. There is {DeviceNames.Inventory(devices)}.");
        foreach (DeviceInfo device in chosen.Where(device => !device.Usable))
            streams.Error.WriteLine($"not run: {device.Handle()} ({device.Name}): {device.Reason}");

        List<VerifyDocument> results = [.. chosen.Where(device => device.Usable).SelectMany(device => Verify(device, threads))];
        bool ok = results.All(result => result.Ok);
        if (json)
            JsonOutput.Write(streams.Output, results, JsonOutput.Default.IReadOnlyListVerifyDocument);
        else
            WriteTable(streams, results);
        if (!ok)
            streams.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"error: {results.Count(result => !result.Ok)} of {results.Count} golden trainings gave other results than version {GoldenTrainings.ContractVersion} of the contract asks for."));
        return ok ? ExitCode.Done : ExitCode.Failed;
    }

    private static IEnumerable<VerifyDocument> Verify(DeviceInfo info, int? threads)
    {
        using Device device = Device.Open(info.Kind, info.Index, threads);
        foreach (GoldenResult golden in GoldenTrainings.Run(device))
            yield return new VerifyDocument(info.Handle(), golden.Case, golden.Sha256, golden.Expected, golden.Ok);
    }

    private static void WriteTable(Streams streams, IReadOnlyList<VerifyDocument> results)
    {
        Table table = Tables.WithColumns("device", "case", "sha256", "result");
        foreach (VerifyDocument result in results)
            table.AddPlainRow(result.Device, result.Case, result.Sha256, result.Ok ? "ok" : $"differs, expected {result.Expected}");
        streams.For(json: false).Console.Write(table);
    }
}
