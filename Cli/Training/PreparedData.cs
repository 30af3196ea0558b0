namespace NeuralGpu.Cli;

/// <summary>Data split, scaled and in the form that trainers take.</summary>
/// <param name="Training">Rows to learn from.</param>
/// <param name="Validation">Rows looked at after each epoch; null without any.</param>
/// <param name="Test">Rows looked at once, at the end; null without any.</param>
/// <param name="Standardization">Learnt on the training rows only, applied to all.</param>
internal sealed record PreparedData(Dataset Training, Dataset? Validation, Dataset? Test, Standardization Standardization)
{
    public static PreparedData From(TrainingData data, TrainPlan plan)
    {
        ulong seed = plan.Training.Seed;
        LabeledData training = data.Training;
        LabeledData? test = data.Test;
        if (plan.Test is { } testFraction)
            (training, test) = HoldOut("--test", training, testFraction, seed);
        (training, LabeledData? validation) = HoldOut("--validation", training, plan.Validation, seed);

        Standardization standardization = Standardization.Fit(plan.Standardization.Kind, training.Features, training.FeatureCount, plan.Standardization.Divisor);
        return new(Scaled(training)!, Scaled(validation), Scaled(test), standardization);

        Dataset? Scaled(LabeledData? rows)
        {
            if (rows is null)
                return null;
            Dataset raw = rows.ToDataset(plan.Outputs);
            return new Dataset(standardization.Apply(raw.Inputs), raw.Features, raw.Targets, raw.Outputs);
        }
    }

    private static (LabeledData Remaining, LabeledData? Held) HoldOut(string option, LabeledData rows, double fraction, ulong seed)
    {
        if (fraction == 0)
            return (rows, null);
        if (rows.Count < 2)
            throw new BadInputException($"{option}: found {fraction:R}, but there is only one row to split; give more data, or 0 for no such set.");
        (LabeledData remaining, LabeledData held) = rows.Split(fraction, seed);
        return (remaining, held);
    }
}
