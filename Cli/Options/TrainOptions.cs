using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary>The options of <c>train</c>. Defaults that depend on the data are chosen later, by <see cref="TrainPlan"/>.</summary>
internal sealed class TrainOptions
{
    private readonly Argument<string> data = new("DATA") { Description = DataSource.Description };

    private readonly Option<string?> target = new("--target")
    {
        HelpName = "NAME|INDEX",
        Description = "Target column of a CSV file, by name or by index from 0. [default: the last column]",
    };

    private readonly Option<LearningTask?> task = OptionOf.OneOf("--task", Choices.Tasks,
        "What to learn. [default: as the target's values suggest]");

    private readonly ModelOptions model = new();
    private readonly DescentOptions descent = new();
    private readonly PenaltyOptions penalties = new();
    private readonly StoppingOptions stopping = new();
    private readonly RowOptions rows = new();

    private readonly Option<string?> outFile = new("--out")
    {
        HelpName = "FILE",
        Description = "Where to write the model. [default: DATA's name with .safetensors, in the current folder]",
    };

    private readonly Option<bool> quiet = new("--quiet") { Description = "No progress and no settings, only the results." };

    public DeviceOption Device { get; } = new();

    public Option<bool> Json { get; } = SharedOptions.Json("Print the results as one JSON document; settings and progress go to standard error. A linear model's coefficients are in the units of the features as given, before scaling.");

    public void AddTo(Command command)
    {
        command.Arguments.Add(data);
        command.Options.Add(target);
        command.Options.Add(task);
        model.AddTo(command);
        descent.AddTo(command);
        penalties.AddTo(command);
        stopping.AddTo(command);
        rows.AddTo(command);
        Device.AddTo(command);
        command.Options.Add(outFile);
        command.Options.Add(quiet);
        command.Options.Add(Json);
    }

    public TrainRequest Read(ParseResult parsed) => new()
    {
        Data = parsed.GetRequiredValue(data),
        Target = parsed.GetValue(target),
        Task = parsed.GetValue(task),
        Model = model.Read(parsed),
        Descent = descent.Read(parsed),
        Penalties = penalties.Read(parsed),
        Stopping = stopping.Read(parsed),
        Rows = rows.Read(parsed),
        Out = parsed.GetValue(outFile),
        Quiet = parsed.GetValue(quiet),
        Json = parsed.GetValue(Json),
    };
}
