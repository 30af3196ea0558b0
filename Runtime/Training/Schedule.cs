namespace NeuralGpu;

/// <summary>How the learning rate ηₜ follows from C and the update number t = 1, 2, …, counted across epochs. Book, (2.2).</summary>
public enum Schedule
{
    /// <summary>ηₜ = C.</summary>
    Constant,

    /// <summary>ηₜ = C/√t, the book's default. Σηₜ diverges as Robbins and Monro ask, but so does Σηₜ²: their second condition is not met, and convergence rests on averaging or on strong convexity.</summary>
    InverseSqrt,

    /// <summary>ηₜ = C/t; meets both Robbins–Monro conditions.</summary>
    Inverse,
}
