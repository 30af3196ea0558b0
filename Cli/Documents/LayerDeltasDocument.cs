namespace NeuralGpu.Cli;

/// <summary>A layer's δ, found in two ways.</summary>
/// <param name="Layer">From 1, the first hidden layer.</param>
/// <param name="Activation">Its function.</param>
/// <param name="Neurons">Its width.</param>
/// <param name="Deltas">[samples][neurons], by the recursion on the device, in binary32.</param>
/// <param name="Differences">[samples][neurons], central differences of the loss in binary64.</param>
/// <param name="LargestDelta">max |δ|.</param>
/// <param name="LargestDifference">max |δ − central difference|.</param>
internal sealed record LayerDeltasDocument(
    int Layer,
    string Activation,
    int Neurons,
    IReadOnlyList<IReadOnlyList<float>> Deltas,
    IReadOnlyList<IReadOnlyList<double>> Differences,
    double LargestDelta,
    double LargestDifference);
