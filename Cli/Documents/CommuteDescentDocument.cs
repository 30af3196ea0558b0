namespace NeuralGpu.Cli;

/// <summary>What <c>experiments commute-gradient-descent --json</c> and <c>experiments commute-mini-batch-sgd --json</c> print.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="LearningRate">C.</param>
/// <param name="Schedule">How ηₜ follows from C.</param>
/// <param name="BatchSize">b.</param>
/// <param name="Tolerance">An update that moves W by less ends the descent.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="Updates">After how many updates.</param>
/// <param name="Weights">W.</param>
/// <param name="OptimalWeights">W*.</param>
/// <param name="DistanceToOptimum">‖W − W*‖.</param>
/// <param name="Loss">C(W).</param>
/// <param name="OptimalLoss">C(W*).</param>
/// <param name="WeightsSha256">Hash of W in binary32.</param>
/// <param name="Path">C(W) before the first update, after each epoch, and at the stop.</param>
/// <param name="PathWithoutStop">The same descent when the tolerance does not end it.</param>
/// <param name="DistanceWithoutStop">‖W − W*‖ at that path's end.</param>
internal sealed record CommuteDescentDocument(
    string Experiment,
    TrainedOnDocument Device,
    float LearningRate,
    string Schedule,
    int BatchSize,
    float Tolerance,
    string StopReason,
    long Updates,
    CommuteWeightsDocument Weights,
    CommuteWeightsDocument OptimalWeights,
    double DistanceToOptimum,
    double Loss,
    double OptimalLoss,
    string WeightsSha256,
    IReadOnlyList<PathPointDocument> Path,
    IReadOnlyList<PathPointDocument> PathWithoutStop,
    double DistanceWithoutStop);
