namespace NeuralGpu.Cli;

/// <summary>An activation's values f(x) and derivatives f′(x), one for each x.</summary>
internal sealed record ActivationCurveDocument(IReadOnlyList<float> Values, IReadOnlyList<float> Derivatives);
