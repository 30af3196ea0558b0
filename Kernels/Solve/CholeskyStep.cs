namespace NeuralGpu.Kernels;

/// <summary>Where a factorisation has got to, as its kernels take it.</summary>
/// <typeparam name="TNumber">float, double or <see cref="DoubleDouble"/>.</typeparam>
internal struct CholeskyStep<TNumber>
    where TNumber : unmanaged
{
    /// <summary>Rows and columns of the matrix.</summary>
    public int Size;

    /// <summary>First row of the chunk.</summary>
    public int Start;

    /// <summary>End of the chunk.</summary>
    public int End;

    /// <summary>The row of the chunk.</summary>
    public int Row;

    /// <summary>A pivot up to this part of the diagonal element counts as zero.</summary>
    public TNumber Tolerance;

    /// <summary>So does a pivot up to this.</summary>
    public TNumber SmallestPivot;
}
