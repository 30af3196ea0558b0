namespace NeuralGpu.Cli;

/// <summary>What DATA of <c>train</c> turned out to be.</summary>
/// <param name="Name">Short name, for messages and for the model file's default name.</param>
/// <param name="Training">The rows to learn from; the validation and, without <paramref name="Test"/>, the test set are split off them.</param>
/// <param name="Test">The test set that came with the data.</param>
/// <param name="Standardization">How features of this kind are scaled when no option says.</param>
internal sealed record TrainingData(string Name, LabeledData Training, LabeledData? Test, StandardizationChoice Standardization);
