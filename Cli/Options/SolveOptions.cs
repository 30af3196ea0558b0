using System.CommandLine;
using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The options of <c>solve</c>.</summary>
internal sealed class SolveOptions
{
    private const string PlotExtension = ".svg";
    private const int MostFolds = 1000;

    private readonly Argument<string> data = new("DATA") { Description = SolveData.Description };

    private readonly Option<IReadOnlyList<string>?> targets = Names("--target", "NAME[,NAME…]", "Columns to explain, each by itself, by name or by index from 0. [default: the last column of a .npy file; else it must be given]");

    private readonly Option<IReadOnlyList<string>?> features = Names("--features", "NAME[,NAME…]", "Columns to explain them by. [default: all others]");

    private readonly Option<string?> weights = new("--weights") { HelpName = "NAME", Description = "Column with each row's weight, at least 0. [default: every row counts 1]" };

    private readonly Option<int?> degree = OptionOf.Parsed<int?>("--degree", "m", "Fit a polynomial of this degree in a single feature. [default: 1]",
        $"a whole number from 1 to {PolynomialFeatures.LargestDegree}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= PolynomialFeatures.LargestDegree ? value : null);

    private readonly Option<IReadOnlyList<double>?> penalties = OptionOf.Parsed("--ridge", "λ[,λ…]", "Ridge regression: the penalty λ/2 times the squared coefficients, beside 1/(2n) times the squared residuals. With several λ, all are reported.", PenaltyList.Expected, PenaltyList.Parse);

    private readonly Option<PenaltyChoice?> choose = OptionOf.OneOf("--choose", Choices.PenaltyChoices, "Choose one λ of --ridge for each target: by generalised cross-validation, or by the error on rows that were left out. [default: the first is the one for the model]");

    private readonly Option<int?> folds = OptionOf.Parsed<int?>("--folds", "k", "Parts that --choose k-fold leaves out in turn. [default: 10]", $"a whole number from 2 to {MostFolds}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 2 and <= MostFolds ? value : null);

    private readonly Option<ulong?> seed = OptionOf.Seed("--seed", "s", "Seed of the parts of --choose k-fold. [default: 1]");

    private readonly Option<bool> freeIntercept = new("--free-intercept") { Description = "With --ridge, do not penalise the intercept." };

    private readonly Option<bool> noIntercept = new("--no-intercept") { Description = "Fit through the origin." };

    private readonly Option<bool> minimumNorm = new("--minimum-norm") { Description = "Where columns depend on each other, take the solution with the smallest coefficients instead of refusing." };

    private readonly Option<Precision?> precision = OptionOf.OneOf("--precision", Choices.Precisions, "Arithmetic of the normal equations. auto: binary64, refined until the coefficients are right to the last digits, and double-double where the data asks for it. fp32 and fp64 read the data once and are not refined. [default: auto]");

    private readonly Option<double?> confidence = OptionOf.Parsed<double?>("--confidence", "p", "Level of the intervals. [default: 0.95]", "a number between 0 and 1, both excluded, such as 0.95",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 1 ? value : null);

    private readonly Option<string?> outFile = new("--out") { HelpName = "MODEL", Description = "Write the model to this file, for 'predict' and 'evaluate'." };

    private readonly Option<string?> plot = OptionOf.Parsed("--plot", "FILE.svg", "Draw into this file: one feature, the curve with its bands; several, the residuals; three or more λ, the coefficients over λ.",
        $"the name of an SVG file, which ends in {PlotExtension}", text => Path.GetExtension(text).Equals(PlotExtension, StringComparison.OrdinalIgnoreCase) ? text : null);

    private readonly Option<bool> json = SharedOptions.Json("Print the results as one JSON document; progress goes to standard error.");

    public DeviceOption Device { get; } = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(data);
        foreach (Option option in new Option[] { targets, features, weights, degree, penalties, choose, folds, seed, freeIntercept, noIntercept, minimumNorm, precision, confidence })
            command.Options.Add(option);
        Device.AddTo(command);
        foreach (Option option in new Option[] { outFile, plot, json })
            command.Options.Add(option);
    }

    public SolveRequest Read(ParseResult parsed) => new()
    {
        Data = parsed.GetRequiredValue(data),
        Targets = parsed.GetValue(targets),
        Features = parsed.GetValue(features),
        Weights = parsed.GetValue(weights),
        Degree = parsed.GetValue(degree),
        Penalties = parsed.GetValue(penalties),
        Choose = parsed.GetValue(choose),
        Folds = parsed.GetValue(folds),
        Seed = parsed.GetValue(seed),
        FreeIntercept = parsed.GetValue(freeIntercept),
        NoIntercept = parsed.GetValue(noIntercept),
        MinimumNorm = parsed.GetValue(minimumNorm),
        Precision = parsed.GetValue(precision),
        Confidence = parsed.GetValue(confidence),
        Out = parsed.GetValue(outFile),
        Plot = parsed.GetValue(plot),
        Json = parsed.GetValue(json),
    };

    private static Option<IReadOnlyList<string>?> Names(string name, string helpName, string description)
        => OptionOf.Parsed(name, helpName, description, NameList.Expected, NameList.Parse);
}
