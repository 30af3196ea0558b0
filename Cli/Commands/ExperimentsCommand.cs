using System.CommandLine;
using Spectre.Console;

namespace NeuralGpu.Cli;

/// <summary><c>experiments</c>: the book's experiments, computed on a device.</summary>
internal static class ExperimentsCommand
{
    private const string PlotOption = "--plot";
    private const string PlotExtension = ".svg";

    public static Command Create(Streams streams)
    {
        var command = new CommandWithExamples(
            "experiments",
            $"Run an experiment of the book, or list them when no NAME is given. There are {string.Join("; ", BookExperiments.All.Select(experiment => $"{experiment.Name} (book {experiment.BookSection})"))}.",
            "neuralgpu experiments",
            "neuralgpu experiments back-propagation",
            "neuralgpu experiments activations --plot activations.svg",
            "neuralgpu experiments deltas --device opencl --json");
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "The experiment to run. [default: list them]" };
        var device = new DeviceOption();
        Option<bool> json = SharedOptions.Json("Print the figures, or the list, as one JSON document.");
        Option<string?> plot = OptionOf.Parsed(PlotOption, "FILE.svg", "Draw the experiment's figure into this file as well.",
            $"the name of an SVG file, which ends in {PlotExtension}", text => Path.GetExtension(text).Equals(PlotExtension, StringComparison.OrdinalIgnoreCase) ? text : null);
        command.Arguments.Add(name);
        device.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(plot);
        command.SetAction(parsed => parsed.GetValue(name) is { } asked
            ? Run(asked, device.Read(parsed), parsed.GetValue(json), parsed.GetValue(plot), streams)
            : List(parsed.GetValue(json), parsed.GetValue(plot), streams));
        return command;
    }

    private static int List(bool json, string? plot, Streams streams)
    {
        if (plot is not null)
            throw new BadInputException($"{PlotOption}: found no experiment to draw, expected one of {BookExperiments.Names} before the options.");
        if (json)
        {
            JsonOutput.Write(streams.Output, [.. BookExperiments.All.Select(experiment => new ExperimentDocument(experiment.Name, experiment.BookSection, experiment.Summary))], JsonOutput.Default.IReadOnlyListExperimentDocument);
            return ExitCode.Done;
        }
        Table table = Tables.WithColumns("experiment", "book", "what it shows");
        foreach (Experiment experiment in BookExperiments.All)
            table.AddPlainRow(experiment.Name, experiment.BookSection, experiment.Summary);
        streams.For(json).Console.Write(table);
        return ExitCode.Done;
    }

    private static int Run(string name, DeviceChoice choice, bool json, string? plot, Streams streams)
    {
        if (!BookExperiments.TryFind(name, out Experiment? experiment))
            throw new BadInputException($"NAME: found '{name}', expected one of the experiments {BookExperiments.Names}.");
        if (plot is not null)
            OutputFile.RequireWritablePlace(PlotOption, plot);

        using Device device = choice.Open(streams.Error);
        Messages messages = streams.For(json);
        ExperimentReport report = experiment.Run(device);
        if (plot is not null)
            AtomicFile.Write(plot, report.Draw().WriteSvg);
        if (json)
        {
            report.WriteJson(streams.Output);
        }
        else
        {
            messages.Writer.WriteLine($"{experiment.Name} (book {experiment.BookSection}) on {device.Info.Handle()} ({device.Info.Name})");
            messages.Writer.WriteLine();
            report.WriteTables(messages);
        }
        if (plot is not null)
            messages.Writer.WriteLine($"Figure written to {plot}");
        return ExitCode.Done;
    }
}
