using System.CommandLine;
using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The options of <c>train</c> that say how parameters descend the gradient.</summary>
internal sealed class DescentOptions
{
    private readonly Option<OptimizerKind?> optimizer = OptionOf.OneOf("--optimizer", Choices.Optimizers,
        "How a gradient becomes an update; momentum and nesterov with 0.9, rmsprop, adam and adamw as their authors propose. [default: sgd]");

    private readonly Option<float?> learningRate = OptionOf.PositiveNumber("--learning-rate", "C",
        $"The constant C of the learning rate. {DefaultLearningRate.InWords}");

    private readonly Option<ScheduleChoice?> schedule = OptionOf.Parsed("--schedule", ScheduleChoice.HelpName,
        "Rate of update t: C, C/sqrt(t), C/t, C times F after every N updates, or half a cosine from C to 0 over all updates. [default: constant]",
        ScheduleChoice.Expected, ScheduleChoice.Parse);

    private readonly Option<int?> warmUp = OptionOf.Count("--warm-up", "N",
        "Let the rate rise evenly from C/N to C over the first N updates; the schedule begins after them. [default: none]");

    private readonly Option<int?> batch = OptionOf.Parsed<int?>("--batch", "b|full",
        "Samples an update; full: all of them, which is gradient descent. [default: 32, or 64 from 10000 rows]",
        "a whole number of at least 1, or full",
        text => text == BatchInWords.Full ? TrainingOptions.FullBatch
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 ? value : null);

    private readonly Option<int?> epochs = OptionOf.Count("--epochs", "n",
        "Passes over the training rows; for a perceptron the most of them. [default: 30 for classes, 100 for values, 10 from 10000 rows, 1000 for a perceptron]");

    private readonly Option<Sampling?> sampling = OptionOf.OneOf("--sampling", Choices.Samplings,
        "How mini-batches are drawn; in-order takes the rows as they come. [default: without-replacement]");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { optimizer, learningRate, schedule, warmUp, batch, epochs, sampling })
            command.Options.Add(option);
    }

    public DescentRequest Read(ParseResult parsed) => new()
    {
        Optimizer = parsed.GetValue(optimizer),
        LearningRate = parsed.GetValue(learningRate),
        Schedule = parsed.GetValue(schedule),
        WarmUp = parsed.GetValue(warmUp),
        Batch = parsed.GetValue(batch),
        Epochs = parsed.GetValue(epochs),
        Sampling = parsed.GetValue(sampling),
    };
}
