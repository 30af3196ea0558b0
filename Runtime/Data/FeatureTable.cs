namespace NeuralGpu;

/// <summary>Samples without targets, as a prediction needs them.</summary>
/// <param name="Features">[Count × FeatureCount], row-major.</param>
/// <param name="FeatureCount">Number of columns.</param>
/// <param name="Count">Number of samples (rows).</param>
public sealed record FeatureTable(float[] Features, int FeatureCount, int Count);
