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
        LabeledData training = data.Training;
        LabeledData? test = data.Test;
        if (plan.Degree > 1)
        {
            RequireNames(training, plan.Degree);
            // Before rows are held out, so that an error names the row that the data has.
            _ = PowerExpansion.Expand(training.Features, training.FeatureNames, plan.Degree);
        }
        if (plan.Model == ModelKind.Linear && training.FeatureNames.Contains(Coefficients.Intercept))
            throw new BadInputException($"--model linear: found a feature named '{Coefficients.Intercept}', which is what the constant term is called; rename the column.");
        if (plan.Test is { } testFraction)
            (training, test) = HoldOut("--test", training, testFraction, plan);
        (training, LabeledData? validation) = HoldOut("--validation", training, plan.Validation, plan);
        RequireEveryClass(training, plan);

        float[] inputs = Expanded(training);
        Standardization standardization = Standardization.Fit(plan.Standardization.Kind, inputs, plan.Inputs, plan.Standardization.Divisor);
        // Weights are of the training rows alone: evaluations do not look at them.
        float[]? classWeights = plan.ClassWeight == ClassWeighting.Balanced ? training.BalancedClassWeights() : null;
        return new(Scaled(training, inputs, classWeights), ScaledOrNull(validation), ScaledOrNull(test), standardization);

        float[] Expanded(LabeledData rows) => PowerExpansion.Expand(rows.Features, rows.FeatureNames, plan.Degree);

        Dataset? ScaledOrNull(LabeledData? rows) => rows is null ? null : Scaled(rows, Expanded(rows), classWeights: null);

        Dataset Scaled(LabeledData rows, float[] expanded, float[]? classWeights)
        {
            Dataset raw = rows.ToDataset(plan.Outputs, plan.Training.Loss, classWeights);
            standardization.ApplyInPlace(expanded);
            return new Dataset(expanded, plan.Inputs, raw.Targets, raw.Outputs, raw.SampleWeights);
        }
    }

    private static void RequireNames(LabeledData rows, int degree)
    {
        string? twice = PowerExpansion.Names(rows.FeatureNames, degree).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new BadInputException($"--degree: found a feature named '{twice}', which is also the name of another feature's power; rename the column.");
    }

    private static (LabeledData Remaining, LabeledData? Held) HoldOut(string option, LabeledData rows, double fraction, TrainPlan plan)
    {
        if (fraction == 0)
            return (rows, null);
        if (rows.Count < 2)
            throw new BadInputException($"{option}: found {fraction:R}, but there is only one row to split; give more data, or 0 for no such set.");
        if (!plan.Stratify)
            return rows.Split(fraction, plan.Training.Seed);
        if (rows.ClassIndices!.Distinct().Count() == rows.Count)
            throw new BadInputException($"--stratify: found a single row of each class, which has to remain for training, so {option} {fraction:R} can hold out none; give more data, or leave --stratify out.");
        return rows.SplitStratified(fraction, plan.Training.Seed);
    }

    // Descent can do without a class; the perceptron's rule is refused samples of one side.
    private static void RequireEveryClass(LabeledData training, TrainPlan plan)
    {
        if (plan.Model != ModelKind.Perceptron)
            return;
        for (int c = 0; c < training.Classes!.Count; c++)
        {
            if (!training.ClassIndices!.Contains(c))
                throw new BadInputException($"--model perceptron: found no row of class '{training.Classes[c]}' among the {training.Count} rows to learn from, expected rows of every class; hold out fewer rows with --test and --validation, or with --stratify.");
        }
    }
}
