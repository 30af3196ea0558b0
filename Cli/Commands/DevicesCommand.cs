using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary><c>devices</c>: what there is to compute on, and why some of it cannot be used.</summary>
internal static class DevicesCommand
{
    public static Command Create(Streams streams)
    {
        var command = new CommandWithExamples(
            "devices",
            "List the devices found, usable or not, with the reason for each that is not.",
            "neuralgpu devices",
            "neuralgpu devices --json");
        Option<bool> json = SharedOptions.Json("Print the list as a JSON document.");
        command.Options.Add(json);
        command.SetAction(parsed => Run(parsed.GetValue(json), streams));
        return command;
    }

    private static int Run(bool json, Streams streams)
    {
        IReadOnlyList<DeviceInfo> devices = Device.List();
        if (json)
        {
            JsonOutput.Write(streams.Output, [.. devices.Select(Describe)], JsonOutput.Default.IReadOnlyListDeviceDocument);
            return ExitCode.Done;
        }
        Table table = Tables.WithColumns("kind", "index", "name", "memory", "driver", "usable", "default");
        foreach (DeviceInfo device in devices)
        {
            table.AddPlainRow(
                DeviceNames.NameOf(device.Kind),
                device.Index.ToString(CultureInfo.InvariantCulture),
                device.Name,
                DeviceNames.Memory(device.MemoryBytes),
                device.Driver,
                device.Usable ? "yes" : $"no: {device.Reason}",
                device.IsDefault ? "default" : "");
        }
        streams.For(json).Console.Write(table);
        return ExitCode.Done;
    }

    private static DeviceDocument Describe(DeviceInfo device) => new(
        DeviceNames.NameOf(device.Kind), device.Name, device.Index, device.MemoryBytes, device.Driver, device.Usable, device.Reason, device.IsDefault);
}
