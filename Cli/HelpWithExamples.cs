using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NeuralGpu.Cli;

/// <summary>The usual help, then the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly string[] RootExamples =
    [
        "neuralgpu train digits",
        "neuralgpu evaluate digits.safetensors digits",
        "neuralgpu verify",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        IReadOnlyList<string> examples = parseResult.CommandResult.Command is CommandWithExamples command ? command.Examples : RootExamples;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
        if (parseResult.CommandResult.Command is RootCommand)
            output.WriteLine($"{Environment.NewLine}Exit codes: 0 done, 1 failed, 2 bad usage or bad input, 130 cancelled.");
        return code;
    }
}
