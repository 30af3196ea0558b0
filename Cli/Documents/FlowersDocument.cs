namespace NeuralGpu.Cli;

/// <summary>What <c>experiments flowers-mini-batch-sgd --json</c> prints.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Negative">The class with label −1.</param>
/// <param name="Positive">The class with label +1.</param>
/// <param name="Features">The names of x₁ and x₂.</param>
/// <param name="LearningRate">C.</param>
/// <param name="Schedule">How ηₜ follows from C.</param>
/// <param name="BatchSize">b.</param>
/// <param name="Epochs">Passes over the training samples.</param>
/// <param name="Updates">How many there were.</param>
/// <param name="TrainLoss">C(W), the mean squared hinge loss on the training samples.</param>
/// <param name="TrainAccuracy">Fraction of the training samples with y(w·x + b) &gt; 0.</param>
/// <param name="TestAccuracy">The same of the samples that were held out.</param>
/// <param name="Line">The decision line.</param>
/// <param name="WeightsSha256">Hash of w and b in binary32.</param>
/// <param name="TrainSamples">Trained on.</param>
/// <param name="TestSamples">Held out.</param>
internal sealed record FlowersDocument(
    string Experiment,
    TrainedOnDocument Device,
    string Negative,
    string Positive,
    IReadOnlyList<string> Features,
    float LearningRate,
    string Schedule,
    int BatchSize,
    int Epochs,
    long Updates,
    double TrainLoss,
    double TrainAccuracy,
    double TestAccuracy,
    DecisionLineDocument Line,
    string WeightsSha256,
    IReadOnlyList<FlowerDocument> TrainSamples,
    IReadOnlyList<FlowerDocument> TestSamples);
