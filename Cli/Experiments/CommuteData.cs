namespace NeuralGpu.Cli;

/// <summary>The book's data of five journeys: distance in kilometres and whether it was a weekday, and the minutes that it took. Book, section 1.7.</summary>
internal static class CommuteData
{
    public const int Features = 2;

    /// <summary>In kilometres.</summary>
    public static IReadOnlyList<double> Distances { get; } = [2.7, 4.1, 1.0, 5.2, 2.8];

    /// <summary>1 on a weekday, 0 at the weekend.</summary>
    public static IReadOnlyList<double> Weekdays { get; } = [1, 1, 0, 1, 0];

    /// <summary>In minutes.</summary>
    public static IReadOnlyList<double> Minutes { get; } = [25, 33, 15, 45, 22];

    /// <summary>W* as the book prints it: the intercept, the minutes a kilometre, the minutes more on a weekday.</summary>
    public static IReadOnlyList<double> PrintedWeights { get; } = [6.08613445378149, 6.53361344537816, 2.11274509803922];

    /// <summary>Y* as the book prints it.</summary>
    public static IReadOnlyList<double> PrintedMinutes { get; } = [25.8396358543418, 34.9866946778712, 12.6197478991597, 42.1736694677872, 24.3802521008403];

    /// <summary>W*.</summary>
    public static CommuteWeightsDocument Optimum { get; } = new(PrintedWeights[0], PrintedWeights[1], PrintedWeights[2]);

    /// <summary>C(W) = 1/(2n) Σ (ŷ − y)² in binary64. Book, (1.3).</summary>
    public static double Loss(CommuteWeightsDocument weights)
        => Enumerable.Range(0, Minutes.Count).Sum(i => 0.5 * Math.Pow(weights.Predict(Distances[i], Weekdays[i]) - Minutes[i], 2)) / Minutes.Count;

    public static Dataset ToDataset() => new(
        [.. Distances.Zip(Weekdays).SelectMany(pair => new[] { (float)pair.First, (float)pair.Second })],
        Features,
        [.. Minutes.Select(minutes => (float)minutes)],
        1);
}
