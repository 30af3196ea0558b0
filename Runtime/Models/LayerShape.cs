namespace NeuralGpu;

/// <summary>The width and activation of a layer that is still to be initialised.</summary>
/// <param name="Outputs">Number of neurons, at least 1.</param>
/// <param name="Activation">Their activation.</param>
public readonly record struct LayerShape(int Outputs, Activation Activation);
