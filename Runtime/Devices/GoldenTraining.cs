namespace NeuralGpu;

/// <summary>A small training whose weights are known.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Expected">SHA-256 of the weights under the contract's version.</param>
/// <param name="Samples">Rows of the made data.</param>
/// <param name="Inputs">Columns of the made data.</param>
/// <param name="Layers">The network.</param>
/// <param name="Initialization">How its weights are drawn.</param>
/// <param name="Options">How it is trained.</param>
public record GoldenTraining(string Name, string Expected, int Samples, int Inputs, IReadOnlyList<LayerShape> Layers, Initialization Initialization, TrainingOptions Options)
    : GoldenCase(Name, Expected)
{
    /// <summary>Whether the samples have weights.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The network before training.</summary>
    public Network CreateNetwork() => Network.Create(Inputs, Layers, Options.Seed, Initialization);

    /// <summary>The data: inputs uniform on [−1, 1); targets that depend on which of the first inputs is largest, one-hot for several outputs, 0 or 1 for one; −1 in place of 0 for margin losses.</summary>
    public Dataset CreateData()
        => GoldenData.Draw(Options.Seed, Samples, Inputs, Layers[^1].Outputs, Options.Loss.IsMargin() ? -1f : 0f, IsWeighted ? GoldenData.Weights(Samples) : null);

    private protected sealed override string Hash(Device device)
    {
        TrainingResult result = new Trainer(device, Options).Fit(CreateNetwork(), CreateData());
        if (result.StopReason != StopReason.Completed)
            throw new InvalidOperationException($"The golden training {Name} ended with {result.StopReason}: {result.Message}");
        return HashOf(result);
    }

    private protected virtual string HashOf(TrainingResult result) => result.Network.WeightsSha256();
}
