namespace NeuralGpu.Bench;

/// <summary>One piece of work and how long each took, in seconds.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Work">How much it is, in what the unit counts.</param>
/// <param name="Ours">Seconds of this library.</param>
/// <param name="Peers">Seconds of each peer; null for one that is not installed or cannot do this.</param>
internal sealed record ContestRow(string Name, double Work, double Ours, IReadOnlyList<double?> Peers)
{
    /// <summary>The most work a second that the device could do; null when it was not measured.</summary>
    public double? Limit { get; init; }
}
