namespace NeuralGpu.Cli;

/// <summary>A flower.</summary>
/// <param name="X1">Its first feature.</param>
/// <param name="X2">Its second feature.</param>
/// <param name="Y">Its class, −1 or +1.</param>
/// <param name="Z">w·x + b.</param>
internal sealed record FlowerDocument(float X1, float X2, float Y, float Z);
