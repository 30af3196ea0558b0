using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NeuralGpu.Cli;

/// <summary>The command <c>neuralgpu</c>: parses, runs, and turns every failure into one message and an exit code.</summary>
internal static class CommandLine
{
    public static int Run(string[] args, Streams streams)
    {
        RootCommand root = Build(streams);
        // A file name may begin with @, and nobody expects the file's content to become options.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
            return Refuse(parsed, streams);
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = streams.Output,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                // Commands that can be stopped listen for the signals themselves (StopSignals).
                ProcessTerminationTimeout = null,
            });
        }
#pragma warning disable CA1031 // The one place where any failure becomes a message and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            streams.Error.WriteLine($"error: {exception.Message}");
            if (Environment.GetEnvironmentVariable("NEURALGPU_DEBUG") == "1")
                streams.Error.WriteLine(exception);
            return ExitCode.Of(exception);
        }
    }

    private static RootCommand Build(Streams streams)
    {
        var root = new RootCommand("Train, solve, evaluate and verify on CUDA, OpenCL or CPU: the same weights, bit for bit, on every device.") { HelpName = "neuralgpu" };
        root.Subcommands.Add(DevicesCommand.Create(streams));
        root.Subcommands.Add(TrainCommand.Create(streams));
        root.Subcommands.Add(SolveCommand.Create(streams));
        root.Subcommands.Add(EvaluateCommand.Create(streams));
        root.Subcommands.Add(PredictCommand.Create(streams));
        root.Subcommands.Add(VerifyCommand.Create(streams));
        root.Subcommands.Add(ExperimentsCommand.Create(streams));
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int Refuse(ParseResult parsed, Streams streams)
    {
        if (parsed.CommandResult.Command is RootCommand root)
        {
            string found = parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}'" : "no command";
            streams.Error.WriteLine($"error: found {found}, expected one of the commands {string.Join(", ", root.Subcommands.Select(command => command.Name))}.");
            streams.Error.WriteLine("See: neuralgpu --help");
            return ExitCode.BadInput;
        }
        foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
            streams.Error.WriteLine($"error: {message}");
        streams.Error.WriteLine($"See: neuralgpu {parsed.CommandResult.Command.Name} --help");
        return ExitCode.BadInput;
    }
}
