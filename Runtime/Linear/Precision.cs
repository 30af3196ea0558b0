using System.Diagnostics.CodeAnalysis;

namespace NeuralGpu;

/// <summary>What the matrix of the normal equations is computed in.</summary>
[SuppressMessage("Naming", "CA1720:Identifiers should not contain type names", Justification = "They are the usual names of precisions.")]
public enum Precision
{
    /// <summary>binary64; double-double where the condition number asks for it. The solution is refined against the data until it is the exact one, rounded.</summary>
    Auto,

    /// <summary>binary32 for the products, and from 256 columns on for the factor; no refinement against the data: about 7 digits, less the digits of the squared condition number.</summary>
    Single,

    /// <summary>binary64 and no refinement, in a single pass over the data: about 15 digits, less the digits of the squared condition number.</summary>
    Double,

    /// <summary>Double-double from the start, refined: what <see cref="Auto"/> climbs to, without trying binary64 first.</summary>
    DoubleDouble,
}
