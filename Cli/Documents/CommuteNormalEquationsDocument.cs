namespace NeuralGpu.Cli;

/// <summary>What <c>experiments commute-normal-equations --json</c> prints.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Weights">W*.</param>
/// <param name="PrintedWeights">W* as the book prints it.</param>
/// <param name="Minutes">Y*.</param>
/// <param name="PrintedMinutes">Y* as the book prints it.</param>
/// <param name="Loss">C(W*).</param>
/// <param name="AgreeingDigits">Significant digits to which every printed figure agrees, of 15.</param>
/// <param name="LargestDifference">Of a figure from the printed one.</param>
/// <param name="Method">How it was solved, in words.</param>
internal sealed record CommuteNormalEquationsDocument(
    string Experiment,
    TrainedOnDocument Device,
    CommuteWeightsDocument Weights,
    CommuteWeightsDocument PrintedWeights,
    IReadOnlyList<double> Minutes,
    IReadOnlyList<double> PrintedMinutes,
    double Loss,
    int AgreeingDigits,
    double LargestDifference,
    string Method);
