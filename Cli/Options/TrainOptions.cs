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

    private readonly Option<IReadOnlyList<int>?> hidden = OptionOf.Parsed("--hidden", "128,64", "Widths of the hidden layers, or none. [default: 32, or 128 from 5000 rows]", HiddenWidths.Expected, HiddenWidths.Parse);

    private readonly Option<Activation?> activation = OptionOf.OneOf("--activation", Choices.HiddenActivations,
        "Activation of the hidden layers. [default: relu]");

    private readonly Option<Activation?> output = OptionOf.OneOf("--output", Choices.Outputs,
        "Activation of the output layer. [default: softmax for classes, identity for values, or what --loss needs]");

    private readonly Option<Loss?> loss = OptionOf.OneOf("--loss", Choices.Losses,
        "What is minimised. [default: what suits --output: softmax cross-entropy, sigmoid binary-cross-entropy, else mse]");

    private readonly Option<float?> learningRate = OptionOf.PositiveNumber("--learning-rate", "C",
        "The constant C of the learning rate. [default: 0.1 for classes, 0.01 for values, less with relu and large values]");

    private readonly Option<ScheduleChoice?> schedule = OptionOf.Parsed("--schedule", ScheduleChoice.HelpName,
        "Rate of update t: C, C/sqrt(t), C/t, C times F after every N updates, or half a cosine from C to 0 over all updates. [default: constant]",
        ScheduleChoice.Expected, ScheduleChoice.Parse);

    private readonly Option<int?> batch = OptionOf.Count("--batch", "b", "Samples an update. [default: 32, or 64 from 10000 rows]");

    private readonly Option<int?> epochs = OptionOf.Count("--epochs", "n", "Passes over the training rows. [default: 30 for classes, 100 for values, 10 from 10000 rows]");

    private readonly Option<float?> tolerance = OptionOf.NumberFromZero("--tolerance", "tol",
        "Stop when an update moves the parameters by less than this distance. [default: 0, never]");

    private readonly Option<Sampling?> sampling = OptionOf.OneOf("--sampling", Choices.Samplings,
        "How mini-batches are drawn. [default: without-replacement]");

    private readonly Option<Initialization?> initialization = OptionOf.OneOf("--init", Choices.Initializations,
        "How weights are drawn. [default: he for relu layers, glorot for others]");

    private readonly Option<StandardizationChoice?> standardization = OptionOf.Parsed("--standardize", "none|zscore|minmax|N",
        "Scaling of the features, learnt on the training rows; N divides by N. [default: 16 for digits, 255 for IDX images, else zscore]",
        StandardizationChoice.Expected, StandardizationChoice.Parse);

    private readonly Option<double?> validation = OptionOf.Fraction("--validation", "F",
        "Fraction of the training rows to hold out and report on after each epoch. [default: 0]");

    private readonly Option<double?> test = OptionOf.Fraction("--test", "F",
        "Fraction of the rows to hold out and test on at the end. [default: 0.2; IDX folders bring their test set]");

    private readonly Option<ulong?> seed = OptionOf.Seed("--seed", "s", "Seed of every random choice. [default: 1]");

    private readonly Option<string?> outFile = new("--out")
    {
        HelpName = "FILE",
        Description = "Where to write the model. [default: DATA's name with .safetensors, in the current folder]",
    };

    private readonly Option<bool> quiet = new("--quiet") { Description = "No progress and no settings, only the results." };

    public DeviceOption Device { get; } = new();

    public Option<bool> Json { get; } = SharedOptions.Json("Print the results as one JSON document; settings and progress go to standard error.");

    public void AddTo(Command command)
    {
        command.Arguments.Add(data);
        foreach (Option option in new Option[] { target, task, hidden, activation, output, loss, learningRate, schedule, batch, epochs, tolerance, sampling, initialization, standardization, validation, test, seed })
            command.Options.Add(option);
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
        Hidden = parsed.GetValue(hidden),
        Activation = parsed.GetValue(activation),
        Output = parsed.GetValue(output),
        Loss = parsed.GetValue(loss),
        LearningRate = parsed.GetValue(learningRate),
        Schedule = parsed.GetValue(schedule),
        Batch = parsed.GetValue(batch),
        Epochs = parsed.GetValue(epochs),
        Tolerance = parsed.GetValue(tolerance),
        Sampling = parsed.GetValue(sampling),
        Initialization = parsed.GetValue(initialization),
        Standardization = parsed.GetValue(standardization),
        Validation = parsed.GetValue(validation),
        Test = parsed.GetValue(test),
        Seed = parsed.GetValue(seed),
        Out = parsed.GetValue(outFile),
        Quiet = parsed.GetValue(quiet),
        Json = parsed.GetValue(Json),
    };
}
