using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The settings of a training as words, for people and for the model file.</summary>
internal static class PlanInWords
{
    /// <summary>Each setting with its option's name. What is off unless an option asks for it is left out, and what the model's rule does not use.</summary>
    public static IReadOnlyList<(string Option, string Value)> Settings(TrainPlan plan)
    {
        List<(string Option, string Value)> settings = [.. OfModel(plan)];
        if (plan.Model == ModelKind.Perceptron)
            settings.AddRange([("learning-rate", Number(plan.Training.LearningRate)), ("epochs", $"at most {Number(plan.Training.Epochs)}")]);
        else
            settings.AddRange([.. OfDescent(plan), .. OfPenalties(plan)]);
        return [.. settings, .. OfRows(plan)];
    }

    private static IEnumerable<(string Option, string Value)> OfModel(TrainPlan plan)
    {
        yield return ("task", Choices.Tasks.NameOf(plan.Task));
        yield return ("model", Choices.Models.NameOf(plan.Model));
        if (plan.Model == ModelKind.Mlp)
        {
            yield return ("hidden", HiddenWidths.Format(plan.Hidden));
            yield return ("activation", Choices.HiddenActivations.NameOf(plan.Activation));
            yield return ("init", InitializationInWords(plan));
        }
        if (plan.Degree > 1)
            yield return ("degree", Number(plan.Degree));
    }

    private static IEnumerable<(string Option, string Value)> OfDescent(TrainPlan plan)
    {
        TrainingOptions training = plan.Training;
        yield return ("output", Choices.Outputs.NameOf(plan.Output));
        yield return ("loss", Choices.Losses.NameOf(training.Loss));
        yield return ("optimizer", Choices.Optimizers.NameOf(plan.Optimizer));
        yield return ("learning-rate", Number(training.LearningRate));
        yield return ("schedule", training.Schedule.ToString());
        yield return ("batch", BatchInWords.Format(training.BatchSize));
        yield return ("epochs", Number(training.Epochs));
        yield return ("tolerance", Number(training.Tolerance));
        if (training.EarlyStopping is { } rule)
            yield return ("early-stopping", string.Create(CultureInfo.InvariantCulture, $"{Choices.Metrics.NameOf(rule.Metric)}, patience {rule.Patience}, min-change {(float)rule.MinimumChange:R}"));
        yield return ("sampling", Choices.Samplings.NameOf(training.Sampling));
    }

    private static IEnumerable<(string Option, string Value)> OfPenalties(TrainPlan plan)
    {
        TrainingOptions training = plan.Training;
        foreach ((string option, float value) in new[] { ("l2", training.L2), ("l1", training.L1), ("dropout", training.Dropout), ("clip-norm", training.ClipNorm) })
        {
            if (value != 0)
                yield return (option, Number(value));
        }
        if (training.Optimizer is AdamW adamW)
            yield return ("weight-decay", Number((float)adamW.WeightDecay));
        if (plan.ClassWeight is { } weighting)
            yield return ("class-weight", Choices.ClassWeightings.NameOf(weighting));
    }

    private static IEnumerable<(string Option, string Value)> OfRows(TrainPlan plan)
    {
        yield return ("standardize", plan.Standardization.ToString());
        yield return ("validation", plan.Validation.ToString("R", CultureInfo.InvariantCulture));
        yield return ("test", plan.Test?.ToString("R", CultureInfo.InvariantCulture) ?? "the data's own");
        if (plan.Stratify)
            yield return ("stratify", "by class");
        yield return ("seed", plan.Training.Seed.ToString(CultureInfo.InvariantCulture));
    }

    private static string InitializationInWords(TrainPlan plan)
    {
        if (plan.Initialization is { } chosen)
            return Choices.Initializations.NameOf(chosen);
        return plan.Activation == Activation.Relu && plan.Hidden.Count > 0 ? "he (relu layers), glorot (output)" : "glorot";
    }

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
