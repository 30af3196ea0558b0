namespace NeuralGpu;

/// <summary>Features without a target, one sample a row: what a trained model predicts from.</summary>
/// <param name="Features">[count × features], row-major, in the model's column order; every value is finite.</param>
/// <param name="FeatureCount">Columns.</param>
/// <param name="Count">Rows.</param>
public sealed record FeatureTable(float[] Features, int FeatureCount, int Count);
