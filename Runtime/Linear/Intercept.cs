namespace NeuralGpu;

/// <summary>What becomes of w₀, the coefficient of the constant 1 that a linear model adds to its features. Book, section 1.1.</summary>
public enum Intercept
{
    /// <summary>There is none: the model goes through the origin.</summary>
    None,

    /// <summary>It is fitted, and no penalty shrinks it.</summary>
    Free,

    /// <summary>It is fitted and shrunk by the penalty like every other coefficient, as the book's λI in (1.9) says.</summary>
    Penalized,
}
