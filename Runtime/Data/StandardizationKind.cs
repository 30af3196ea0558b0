namespace NeuralGpu;

/// <summary>How features are brought to a like scale before training.</summary>
public enum StandardizationKind
{
    /// <summary>x′ = x.</summary>
    None,

    /// <summary>x′ = (x − mean) / standard deviation, of each column.</summary>
    ZScore,

    /// <summary>x′ = (x − min) / (max − min), of each column: from 0 to 1 on the rows it was learnt from.</summary>
    MinMax,

    /// <summary>x′ = x / constant, the same for all columns.</summary>
    Divide,
}
