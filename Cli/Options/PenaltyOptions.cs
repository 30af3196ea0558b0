using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary>The options of <c>train</c> that hold a model back: penalties, dropout, clipping and class weights.</summary>
internal sealed class PenaltyOptions
{
    private readonly Option<float?> l2 = OptionOf.NumberFromZero("--l2", "λ", "none",
        "Penalty λ/2 times the squared weights, without biases (ridge); reported losses leave it out. [default: 0]");

    private readonly Option<float?> l1 = OptionOf.NumberFromZero("--l1", "λ", "none",
        "Penalty λ times the weights' absolute values, without biases (lasso); reported losses leave it out. [default: 0]");

    private readonly Option<float?> weightDecay = OptionOf.NumberFromZero("--weight-decay", "λ", "none",
        "Only with --optimizer adamw: every update first shrinks the weights by the rate times λ. [default: 0.01]");

    private readonly Option<float?> dropout = OptionOf.ProbabilityBelowOne("--dropout", "p",
        "Probability with which each output of a hidden layer is left out of an update. [default: 0]");

    private readonly Option<float?> clipNorm = OptionOf.NumberFromZero("--clip-norm", "norm", "no limit",
        "Scale the gradient down to this Euclidean norm when it is longer. [default: 0]");

    private readonly Option<ClassWeighting?> classWeight = OptionOf.OneOf("--class-weight", Choices.ClassWeightings,
        "Weight the training rows so that every class counts the same, however few its rows; reported figures leave weights out. [default: every row counts 1]");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { l2, l1, weightDecay, dropout, clipNorm, classWeight })
            command.Options.Add(option);
    }

    public PenaltyRequest Read(ParseResult parsed) => new()
    {
        L2 = parsed.GetValue(l2),
        L1 = parsed.GetValue(l1),
        WeightDecay = parsed.GetValue(weightDecay),
        Dropout = parsed.GetValue(dropout),
        ClipNorm = parsed.GetValue(clipNorm),
        ClassWeight = parsed.GetValue(classWeight),
    };
}
