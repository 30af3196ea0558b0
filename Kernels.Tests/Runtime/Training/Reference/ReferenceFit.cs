namespace NeuralGpu.Tests;

/// <summary>What the reference's fit reaches.</summary>
/// <param name="Network">The parameters.</param>
/// <param name="Moments">What the optimizer keeps, laid out like them.</param>
/// <param name="Losses">The mean loss of every epoch.</param>
internal sealed record ReferenceFit(Network Network, IReadOnlyList<Network> Moments, IReadOnlyList<double> Losses);
