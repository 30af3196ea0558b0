using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary>The options of <c>train</c> that say what to do with the data's rows.</summary>
internal sealed class RowOptions
{
    private readonly Option<StandardizationChoice?> standardization = OptionOf.Parsed("--standardize", "none|zscore|minmax|N",
        "Scaling of the features, learnt on the training rows; N divides by N. [default: 16 for digits, 255 for IDX images, else zscore]",
        StandardizationChoice.Expected, StandardizationChoice.Parse);

    private readonly Option<double?> validation = OptionOf.Fraction("--validation", "F",
        "Fraction of the training rows to hold out and report on after each epoch. [default: 0]");

    private readonly Option<double?> test = OptionOf.Fraction("--test", "F",
        "Fraction of the rows to hold out and test on at the end. [default: 0.2; IDX folders bring their test set]");

    private readonly Option<bool> stratify = new("--stratify") { Description = "Hold out rows so that each part has the classes in the same shares." };

    private readonly Option<ulong?> seed = OptionOf.Seed("--seed", "s", "Seed of every random choice. [default: 1]");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { standardization, validation, test, stratify, seed })
            command.Options.Add(option);
    }

    public RowRequest Read(ParseResult parsed) => new()
    {
        Standardization = parsed.GetValue(standardization),
        Validation = parsed.GetValue(validation),
        Test = parsed.GetValue(test),
        Stratify = parsed.GetValue(stratify),
        Seed = parsed.GetValue(seed),
    };
}
