namespace NeuralGpu;

/// <summary>A small training of which all that the contract promises is known: the weights, what the optimizer keeps for each parameter, and the loss history.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Expected">SHA-256 of the three under the contract's version.</param>
/// <param name="Samples">Rows of the made data.</param>
/// <param name="Inputs">Columns of the made data.</param>
/// <param name="Layers">The network.</param>
/// <param name="Initialization">How its weights are drawn.</param>
/// <param name="Options">How it is trained.</param>
public sealed record GoldenFit(string Name, string Expected, int Samples, int Inputs, IReadOnlyList<LayerShape> Layers, Initialization Initialization, TrainingOptions Options)
    : GoldenTraining(Name, Expected, Samples, Inputs, Layers, Initialization, Options)
{
    private protected override string HashOf(TrainingResult result)
        => GoldenHash.Of([result.Network, .. result.State!.Moments], result.History.Select(epoch => epoch.Loss));
}
