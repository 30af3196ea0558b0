namespace NeuralGpu.Cli;

/// <summary>The line w·x + b = 0 between two classes in a plane; the positive class is where w·x + b &gt; 0.</summary>
internal sealed record DecisionLineDocument(double W1, double W2, double B)
{
    /// <summary>x₂ at x₁ where w·x + b has a value.</summary>
    public double SecondAt(double first, double value) => (value - B - (W1 * first)) / W2;
}
