namespace NeuralGpu.Kernels;

/// <summary>A factor's matrix and what belongs to it, as kernels take them, however their numbers are kept.</summary>
/// <typeparam name="TNumber">float, double or <see cref="DoubleDouble"/>.</typeparam>
internal interface IFactorOperands<TNumber>
    where TNumber : unmanaged
{
    /// <summary>An element of the matrix.</summary>
    TNumber Matrix(long at);

    /// <summary>Writes an element of the matrix.</summary>
    void SetMatrix(long at, TNumber value);

    /// <summary>Another element: of a factorisation R's diagonal and then A's, of a solution the right-hand sides.</summary>
    TNumber Element(long at);

    /// <summary>Writes another element.</summary>
    void SetElement(long at, TNumber value);
}
