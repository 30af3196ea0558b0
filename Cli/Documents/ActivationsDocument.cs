namespace NeuralGpu.Cli;

/// <summary>What <c>experiments activations --json</c> prints.</summary>
internal sealed record ActivationsDocument(
    string Experiment,
    TrainedOnDocument Device,
    IReadOnlyList<float> X,
    ActivationCurveDocument Sigmoid,
    ActivationCurveDocument Tanh,
    ActivationCurveDocument Relu);
