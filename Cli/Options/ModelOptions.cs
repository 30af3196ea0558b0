using System.CommandLine;
using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The options of <c>train</c> that say what is learnt.</summary>
internal sealed class ModelOptions
{
    private readonly Option<ModelKind?> model = OptionOf.OneOf("--model", Choices.Models,
        "linear: one layer that starts at zero (regression; softmax regression or, with --loss, logistic regression and margin classifiers), with its coefficients among the results. perceptron: one layer by the perceptron's rule, until no sample is misclassified; the losses reported are the hinge losses of its scores. mlp: hidden layers. [default: mlp]");

    private readonly Option<IReadOnlyList<int>?> hidden = OptionOf.Parsed("--hidden", "128,64", "Widths of the hidden layers of an mlp, or none. [default: 32, or 128 from 5000 rows]", HiddenWidths.Expected, HiddenWidths.Parse);

    private readonly Option<Activation?> activation = OptionOf.OneOf("--activation", Choices.HiddenActivations,
        "Activation of the hidden layers. [default: relu]");

    private readonly Option<int?> degree = OptionOf.Parsed<int?>("--degree", "m",
        "Also learn from the powers x^2, …, x^m of each feature x (no products of different features), taken before features are scaled. [default: 1]",
        $"a whole number from 1 to {PowerExpansion.LargestDegree}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= PowerExpansion.LargestDegree ? value : null);

    private readonly Option<Activation?> output = OptionOf.OneOf("--output", Choices.Outputs,
        "Activation of the output layer. [default: softmax for classes, identity for values, or what --loss needs]");

    private readonly Option<Loss?> loss = OptionOf.OneOf("--loss", Choices.Losses,
        "What is minimised. hinge, squared-hinge and logistic learn scores of classes: one score for two classes, whose sign decides, else one-vs-rest. [default: what suits --output: softmax cross-entropy, sigmoid binary-cross-entropy, else mse]");

    private readonly Option<Initialization?> initialization = OptionOf.OneOf("--init", Choices.Initializations,
        "How an mlp's weights are drawn. [default: he for relu layers, glorot for others]");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { model, hidden, activation, degree, output, loss, initialization })
            command.Options.Add(option);
    }

    public ModelRequest Read(ParseResult parsed) => new()
    {
        Kind = parsed.GetValue(model),
        Hidden = parsed.GetValue(hidden),
        Activation = parsed.GetValue(activation),
        Degree = parsed.GetValue(degree),
        Output = parsed.GetValue(output),
        Loss = parsed.GetValue(loss),
        Initialization = parsed.GetValue(initialization),
    };
}
