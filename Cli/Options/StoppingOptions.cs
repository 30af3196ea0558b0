using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary>The options of <c>train</c> that end it before its last epoch.</summary>
internal sealed class StoppingOptions
{
    private readonly Option<float?> tolerance = OptionOf.NumberFromZero("--tolerance", "tol", "never",
        "Stop when an update moves the parameters by less than this distance. [default: 0, never]");

    private readonly Option<Metric?> metric = OptionOf.OneOf("--early-stopping", Choices.Metrics,
        "Stop when this figure no longer improves, and keep the best epoch's network. All but loss, the training loss, are measured on --validation rows. [default: never]");

    private readonly Option<int?> patience = OptionOf.Count("--patience", "n",
        "With --early-stopping: epochs in a row without improvement after which to stop. [default: 5]");

    private readonly Option<float?> minimumChange = OptionOf.NumberFromZero("--min-change", "d", "any",
        "With --early-stopping: only a change of more than this is an improvement. [default: 0]");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { tolerance, metric, patience, minimumChange })
            command.Options.Add(option);
    }

    public StoppingRequest Read(ParseResult parsed) => new()
    {
        Tolerance = parsed.GetValue(tolerance),
        EarlyStopping = parsed.GetValue(metric),
        Patience = parsed.GetValue(patience),
        MinimumChange = parsed.GetValue(minimumChange),
    };
}
