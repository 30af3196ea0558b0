namespace NeuralGpu;

/// <summary>How features are shifted and scaled before a network sees them.</summary>
public enum StandardizationKind
{
    /// <summary>x' = x.</summary>
    None,

    /// <summary>x' = (x − mean)/σ per column, σ the population standard deviation of the training rows.</summary>
    ZScore,

    /// <summary>x' = (x − min)/(max − min) per column: the training rows fill [0, 1].</summary>
    MinMax,

    /// <summary>x' = x/divisor, the same for every column.</summary>
    Divide,
}
