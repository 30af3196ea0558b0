namespace NeuralGpu.Cli;

/// <summary>Some rows of a source.</summary>
/// <param name="Features">[rows × features], row-major.</param>
/// <param name="Targets">[rows × targets], row-major.</param>
/// <param name="Weights">[rows]; empty when there are none.</param>
internal sealed record SampleBlock(double[] Features, double[] Targets, double[] Weights)
{
    private const int ValuesAtOnce = 1 << 17;

    public required int Rows { get; init; }

    /// <summary>Reads a source to its end.</summary>
    public static IEnumerable<SampleBlock> All(SampleSource samples, CancellationToken token)
    {
        int features = samples.FeatureNames.Count;
        int targets = samples.TargetNames.Count;
        int most = Math.Max(1, ValuesAtOnce / features);
        using SampleReader reader = samples.Open();
        while (true)
        {
            token.ThrowIfCancellationRequested();
            var block = new SampleBlock(new double[most * features], new double[most * targets], new double[samples.HasWeights ? most : 0]) { Rows = most };
            int rows = reader.Read(block.Features, block.Targets, block.Weights);
            if (rows == most)
                yield return block;
            else if (rows > 0)
                yield return new SampleBlock(block.Features[..(rows * features)], block.Targets[..(rows * targets)], samples.HasWeights ? block.Weights[..rows] : []) { Rows = rows };
            if (rows < most)
                yield break;
        }
    }
}
