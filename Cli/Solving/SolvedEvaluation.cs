namespace NeuralGpu.Cli;

/// <summary>How well a linear model does on rows with known targets.</summary>
internal static class SolvedEvaluation
{
    /// <summary>Rows of DATA, with the model's features in its order and one target for each of the model's.</summary>
    public static SampleSource Samples(string data, string? target, SolvedModel model)
    {
        IReadOnlyList<string>? asked = target is null ? model.TargetNames : NameList.Parse(target);
        if (asked?.Count != model.TargetNames.Count)
            throw new BadInputException($"--target: found '{target}', expected as many columns as the model has targets ({string.Join(", ", model.TargetNames)}), in their order, separated by commas.");
        return SolveData.Open(new SolveRequest { Data = data, Targets = asked, Features = model.FeatureNames });
    }

    /// <returns>One evaluation a target.</returns>
    public static IReadOnlyList<Evaluation> Of(SolvedModel model, SampleSource samples, CancellationToken token)
    {
        var targets = new ResidualSums[model.TargetNames.Count];
        foreach (SampleBlock block in SampleBlock.All(samples, token))
        {
            double[] predictions = model.Predict(block.Features); // [rows x targets]
            for (int i = 0; i < predictions.Length; i++)
                targets[i % targets.Length].Add(block.Targets[i], predictions[i]);
        }
        return [.. targets.Select(sums => sums.ToEvaluation())];
    }

    private struct ResidualSums
    {
        private int count;
        private double squares;
        private double magnitudes;
        private double mean;
        private double deviations;

        // Welford's update keeps the deviations exact where the mean is large.
        public void Add(double target, double prediction)
        {
            count = checked(count + 1);
            squares += (target - prediction) * (target - prediction);
            magnitudes += Math.Abs(target - prediction);
            double before = target - mean;
            mean += before / count;
            deviations += before * (target - mean);
        }

        public readonly Evaluation ToEvaluation() => new(count, squares / (2.0 * count), double.NaN, Math.Sqrt(squares / count), deviations > 0 ? 1 - (squares / deviations) : double.NaN)
        {
            MeanAbsoluteError = magnitudes / count,
        };
    }
}
