namespace NeuralGpu;

/// <summary>A small fit of a perceptron whose weights and mistakes in every epoch are known.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Expected">SHA-256 of both under the contract's version.</param>
/// <param name="Samples">Rows of the made data.</param>
/// <param name="Inputs">Columns of the made data.</param>
/// <param name="Outputs">Perceptrons side by side.</param>
/// <param name="Seed">Seed of the made data.</param>
/// <param name="Options">How it learns.</param>
public sealed record GoldenPerceptron(string Name, string Expected, int Samples, int Inputs, int Outputs, ulong Seed, PerceptronOptions Options)
    : GoldenCase(Name, Expected)
{
    /// <summary>The data: as for a <see cref="GoldenTraining"/> with a margin loss.</summary>
    public Dataset CreateData() => GoldenData.Draw(Seed, Samples, Inputs, Outputs, low: -1f);

    private protected override string Hash(Device device)
    {
        PerceptronResult result = new Perceptron(device, Options).Fit(CreateData());
        return GoldenHash.Of([result.Network], result.MistakesPerEpoch.Select(mistakes => (double)mistakes));
    }
}
