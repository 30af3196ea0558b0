namespace NeuralGpu.Tests;

/// <summary>All rows of a source, read in blocks of a given size.</summary>
internal sealed record AllSamples(double[] Features, double[] Targets, double[] Weights, long Rows)
{
    public static AllSamples Of(SampleSource source, int blockRows)
    {
        List<double> features = [], targets = [], weights = [];
        var featureBlock = new double[blockRows * source.FeatureNames.Count];
        var targetBlock = new double[blockRows * source.TargetNames.Count];
        var weightBlock = new double[source.HasWeights ? blockRows : 0];
        using SampleReader reader = source.Open();
        while (true)
        {
            int count = reader.Read(featureBlock, targetBlock, weightBlock);
            if (count == 0)
                return new([.. features], [.. targets], [.. weights], reader.Row);
            features.AddRange(featureBlock[..(count * source.FeatureNames.Count)]);
            targets.AddRange(targetBlock[..(count * source.TargetNames.Count)]);
            weights.AddRange(weightBlock[..(source.HasWeights ? count : 0)]);
        }
    }
}
